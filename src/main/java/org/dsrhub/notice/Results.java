package org.dsrhub.notice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.database.Timestamps;
import org.dsrhub.notice.ResultDocument.ExceptionLine;
import org.dsrhub.notice.ResultDocument.PackageLine;
import org.dsrhub.notice.ResultDocument.TaskLine;
import org.dsrhub.request.RequestState;
import org.dsrhub.source.Right;
import org.dsrhub.subject.Identity;
import org.dsrhub.task.Outcome;
import org.dsrhub.task.TaskState;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads from the ledger what filers are told.
 */
@Component
public class Results {

	private static final String ORIGINAL = """
			select r.id as receipt, r.id as request, cast(null as uuid) as duplicate_of, r.reference, r.received_at,
			       r.registered_at, r.tenant, r.asked, r.state, r.deadline, r.closed_at, r.attention, r.revision,
			       r.package_path, r.package_bytes, r.package_sha256, r.subject, r.changed, r.package_purged_at
			from request r where\s""";

	private static final String DUPLICATE = """
			select d.id as receipt, r.id as request, r.id as duplicate_of, d.reference, d.received_at,
			       d.registered_at, r.tenant, r.asked, r.state, r.deadline, r.closed_at, r.attention, r.revision,
			       r.package_path, r.package_bytes, r.package_sha256, r.subject, r.changed, r.package_purged_at
			from duplicate d join request r on r.id = d.request where\s""";

	private final JdbcClient jdbc;

	private final ObjectMapper json;

	Results(JdbcClient jdbc, ObjectMapper json) {
		this.jdbc = jdbc;
		this.json = json;
	}

	/**
	 * The document of a receipt. That of a duplicate tells how the original stands, under
	 * the duplicate's own id, reference and time of receipt.
	 */
	@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
	public Optional<ResultDocument> find(UUID receipt) {
		return documents(ORIGINAL + "r.id = :id union all " + DUPLICATE + "d.id = :id", Map.of("id", receipt)).stream()
			.findFirst();
	}

	/**
	 * The tenant of a receipt.
	 * @throws java.util.NoSuchElementException if there is no such receipt
	 */
	public String tenantOf(UUID receipt) {
		return this.jdbc.sql("""
				select tenant from request where id = :id union all select tenant from duplicate where id = :id""")
			.param("id", receipt)
			.query(String.class)
			.optional()
			.orElseThrow();
	}

	/**
	 * Receipts in the order in which they were given.
	 * @param tenants of these only
	 * @param filter which of them
	 * @param after where the page before ended, or null
	 * @param limit how many at most
	 */
	@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
	public List<Listed> list(Collection<String> tenants, ResultFilter filter, ResultCursor after, int limit) {
		if (tenants.isEmpty()) {
			return List.of();
		}
		Map<String, Object> parameters = new HashMap<>();
		parameters.put("tenants", tenants);
		parameters.put("limit", limit);
		StringBuilder where = new StringBuilder("%1$s.tenant in (:tenants)");
		if (filter.state() != null) {
			where.append(" and r.state = :state");
			parameters.put("state", filter.state().label());
		}
		if (filter.reference() != null) {
			where.append(" and %1$s.reference = :reference");
			parameters.put("reference", filter.reference());
		}
		if (filter.dueBefore() != null) {
			where.append(" and r.closed_at is null and r.paused_at is null and r.deadline < :due");
			parameters.put("due", filter.dueBefore());
		}
		if (after != null) {
			where.append(" and (%1$s.registered_at > :at or (%1$s.registered_at = :at and %1$s.id > :id))");
			parameters.put("at", Timestamps.of(after.at()));
			parameters.put("id", after.id());
		}
		String order = " order by registered_at, receipt limit :limit";
		String sql = "select * from ((%s%s) union all (%s%s)) listed%s".formatted(
				ORIGINAL + where.toString().formatted("r"), order, DUPLICATE + where.toString().formatted("d"), order,
				order);
		List<Row> rows = rows(sql, parameters);
		Map<UUID, List<TaskLine>> tasks = tasks(rows);
		return rows.stream()
			.map((row) -> new Listed(row.document(tasks), new ResultCursor(row.registeredAt(), row.receipt())))
			.toList();
	}

	/**
	 * What the filers of some requests are to be told.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public List<Notice> notices(Collection<UUID> requests) {
		if (requests.isEmpty()) {
			return List.of();
		}
		List<Row> rows = rows(ORIGINAL + "r.id in (:requests) union all " + DUPLICATE
				+ "d.request in (:requests) order by registered_at, receipt", Map.of("requests", requests));
		Map<UUID, List<TaskLine>> tasks = tasks(rows);
		Map<UUID, List<Notice.Receipt>> duplicates = rows.stream()
			.filter((row) -> row.duplicateOf() != null)
			.collect(Collectors.groupingBy(Row::request, Collectors
				.mapping((row) -> new Notice.Receipt(row.document(tasks), row.registeredAt()), Collectors.toList())));
		return rows.stream()
			.filter((row) -> row.duplicateOf() == null)
			.map((row) -> new Notice(row.document(tasks), row.changed(), row.purgedAt(),
					duplicates.getOrDefault(row.request(), List.of())))
			.toList();
	}

	private List<ResultDocument> documents(String sql, Map<String, ?> parameters) {
		List<Row> rows = rows(sql, parameters);
		Map<UUID, List<TaskLine>> tasks = tasks(rows);
		return rows.stream().map((row) -> row.document(tasks)).toList();
	}

	private List<Row> rows(String sql, Map<String, ?> parameters) {
		return this.jdbc.sql(sql).params(parameters).query((row, number) -> Row.read(row, failure(row))).list();
	}

	/**
	 * Why the subject could not be looked up, or null.
	 */
	private String failure(ResultSet row) throws SQLException {
		String subject = row.getString("subject");
		try {
			return (subject != null) ? this.json.readTree(subject).path("failure").textValue() : null;
		}
		catch (JsonProcessingException ex) {
			// The message of Jackson would quote the row.
			throw new IllegalStateException("the subject in the ledger cannot be read");
		}
	}

	private Map<UUID, List<TaskLine>> tasks(List<Row> rows) {
		if (rows.isEmpty()) {
			return Map.of();
		}
		return this.jdbc.sql("select * from task where request in (:requests) order by source")
			.param("requests", rows.stream().map(Row::request).distinct().toList())
			.query((row, number) -> Map.entry(row.getObject("request", UUID.class), task(row)))
			.list()
			.stream()
			.collect(Collectors.groupingBy(Map.Entry::getKey,
					Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
	}

	private static TaskLine task(ResultSet row) throws SQLException {
		String outcome = row.getString("outcome");
		TaskState state = TaskState.of(row.getString("state"));
		return new TaskLine(row.getString("source"), row.getString("system"), state,
				(outcome != null) ? Outcome.of(outcome) : null, row.getLong("found"), row.getLong("redactions"),
				row.getInt("attempts"), row.getString("reason"), row.getString("rule"),
				Timestamps.read(row, "retained_until"),
				(state == TaskState.WAITING) ? Timestamps.read(row, "due") : null);
	}

	/**
	 * An element of a list and how to go on behind it.
	 */
	public record Listed(ResultDocument document, ResultCursor cursor) {
	}

	private record Row(UUID receipt, UUID request, UUID duplicateOf, String reference, Instant receivedAt,
			Instant registeredAt, String tenant, Right right, RequestState state, LocalDate deadline, Instant closedAt,
			String attention, PackageLine packageLine, String identificationFault, long changed, Instant purgedAt) {

		static Row read(ResultSet row, String identificationFault) throws SQLException {
			String path = row.getString("package_path");
			return new Row(row.getObject("receipt", UUID.class), row.getObject("request", UUID.class),
					row.getObject("duplicate_of", UUID.class), row.getString("reference"),
					Timestamps.read(row, "received_at"), Timestamps.read(row, "registered_at"), row.getString("tenant"),
					Right.of(row.getString("asked")), RequestState.of(row.getString("state")),
					row.getObject("deadline", LocalDate.class), Timestamps.read(row, "closed_at"),
					row.getString("attention"),
					(path != null) ? new PackageLine(row.getInt("revision"), path, row.getLong("package_bytes"),
							row.getString("package_sha256")) : null,
					identificationFault, row.getLong("changed"), Timestamps.read(row, "package_purged_at"));
		}

		ResultDocument document(Map<UUID, List<TaskLine>> allTasks) {
			List<TaskLine> tasks = allTasks.getOrDefault(this.request, List.of());
			List<ExceptionLine> exceptions = new ArrayList<>();
			if (this.identificationFault != null) {
				exceptions.add(new ExceptionLine(Identity.STEP, Outcome.FAILED, this.identificationFault));
			}
			tasks.stream()
				.filter((task) -> task.outcome() != null && !task.outcome().well())
				.forEach((task) -> exceptions.add(new ExceptionLine(task.source(), task.outcome(), task.reason())));
			return new ResultDocument(this.receipt, this.reference, this.tenant, this.right, this.state,
					this.receivedAt, this.deadline, this.closedAt, this.duplicateOf, this.attention, tasks,
					this.packageLine, exceptions);
		}

	}

}
