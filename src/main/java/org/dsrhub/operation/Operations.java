package org.dsrhub.operation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.database.Timestamps;
import org.dsrhub.request.RequestState;
import org.dsrhub.task.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The rows of operations, and of the containers made for them. Whoever writes the row of
 * an operation has locked its request.
 */
@Component
class Operations {

	/** Until then a node that was thought dead may still make what it was about to. */
	private static final Duration SURE = Duration.ofDays(1);

	private static final String STALE = """
			select name, tenant, account, removed_at, (select id from request where id = export_container.request) as request
			from export_container where (removed_at is null or made_at < :sure)
			and not exists (select 1 from operation
			                join task on task.id = operation.task join request on request.id = operation.request
			                where operation.container = export_container.name and task.outcome is null
			                and task.phase = 'collect' and request.state not in (:closed))""";

	private final JdbcClient jdbc;

	private final ObjectMapper json;

	private final Clock clock;

	Operations(JdbcClient jdbc, ObjectMapper json, Clock clock) {
		this.jdbc = jdbc;
		this.json = json;
		this.clock = clock;
	}

	/**
	 * One row.
	 *
	 * @param called whether the service called since it was last asked
	 */
	record Row(UUID task, UUID request, Course course, boolean called) {
	}

	/**
	 * A container that nothing is awaited in any more.
	 *
	 * @param account where it is
	 * @param open the request whose evidence does not yet say that it was removed
	 */
	record Stale(String name, String tenant, String account, Optional<UUID> open) {
	}

	Optional<Row> find(UUID task) {
		return this.jdbc.sql("select * from operation where task = ?").param(task).query(this::row).optional();
	}

	/**
	 * The operation whose service calls by this token.
	 */
	Optional<Row> find(String token) {
		return this.jdbc.sql("select * from operation where callback = ?")
			.param(Sha256.of(token))
			.query(this::row)
			.optional();
	}

	/**
	 * Writes down that an operation is about to begin, and where its files come.
	 * @param token by which the service calls back, or null
	 * @param account where the container is, or null
	 */
	void begin(Collection work, Course course, String token, String account) {
		String callback = (token != null) ? Sha256.of(token) : null;
		int there = this.jdbc
			.sql("update operation set course = ?, callback = ?, called = false, container = ? where task = ?")
			.params(write(course), callback, course.container(), work.task().id())
			.update();
		if (there == 0) {
			this.jdbc
				.sql("insert into operation (task, request, tenant, source, course, callback, container) "
						+ "values (?, ?, ?, ?, ?, ?, ?)")
				.params(work.task().id(), work.request().id(), work.tenant().tenant(), work.source().source(),
						write(course), callback, course.container())
				.update();
		}
		if (course.container() != null) {
			this.jdbc.sql(
					"insert into export_container (name, tenant, account, request, task, made_at) values (?, ?, ?, ?, ?, ?)")
				.params(course.container(), work.tenant().tenant(), account, work.request().id(), work.task().id(),
						Timestamps.of(this.clock.instant()))
				.update();
		}
	}

	void keep(UUID task, Course course) {
		keep(task, course, null);
	}

	/**
	 * @param attention what a person has to do, or null
	 */
	void keep(UUID task, Course course, String attention) {
		this.jdbc.sql("update operation set course = ?, attention = ? where task = ?")
			.params(write(course), attention, task)
			.update();
	}

	/**
	 * Remembers that the service called.
	 * @return false if the token is not of the present round any more
	 */
	boolean called(String token) {
		return this.jdbc.sql("update operation set called = true where callback = ?")
			.param(Sha256.of(token))
			.update() > 0;
	}

	/**
	 * Forgets that it called, because it is asked now.
	 */
	void heard(UUID task) {
		this.jdbc.sql("update operation set called = false where task = ?").param(task).update();
	}

	/**
	 * What a source's service works on for a request.
	 */
	Optional<Row> find(UUID request, String source) {
		return this.jdbc.sql("select * from operation where request = ? and source = ?")
			.params(request, source)
			.query(this::row)
			.optional();
	}

	/**
	 * The containers to be removed, of one task or of all.
	 */
	List<Stale> stale(Optional<UUID> task) {
		JdbcClient.StatementSpec query = this.jdbc.sql(STALE + (task.isPresent() ? " and task = :task" : ""))
			.param("sure", Timestamps.of(this.clock.instant().minus(SURE)))
			.param("closed",
					Arrays.stream(RequestState.values())
						.filter(RequestState::closed)
						.map(RequestState::label)
						.toList());
		return task.map((id) -> query.param("task", id))
			.orElse(query)
			.query((row, number) -> new Stale(row.getString("name"), row.getString("tenant"), row.getString("account"),
					Optional.ofNullable(
							(row.getObject("removed_at") == null) ? row.getObject("request", UUID.class) : null)))
			.list();
	}

	/**
	 * Remembers that a container was removed, until that is sure.
	 */
	void removed(String container) {
		this.jdbc.sql("delete from export_container where name = ? and made_at < ?")
			.params(container, Timestamps.of(this.clock.instant().minus(SURE)))
			.update();
		this.jdbc.sql("update export_container set removed_at = ? where name = ?")
			.params(Timestamps.of(this.clock.instant()), container)
			.update();
	}

	private String write(Course course) {
		try {
			return this.json.writeValueAsString(course);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("an operation cannot be written", ex);
		}
	}

	private Row row(ResultSet row, int number) throws SQLException {
		try {
			return new Row(row.getObject("task", UUID.class), row.getObject("request", UUID.class),
					this.json.readValue(row.getString("course"), Course.class), row.getBoolean("called"));
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("an operation in the ledger cannot be read", ex);
		}
	}

}
