package org.dsrhub.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.database.Timestamps;
import org.dsrhub.security.Role;
import org.dsrhub.source.Right;
import org.dsrhub.subject.Identity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of requests, as they are read and locked.
 */
@Component
public class Requests {

	private static final Duration SOON = Duration.ofSeconds(2);

	private final JdbcClient jdbc;

	private final ObjectMapper json;

	private final Clock clock;

	Requests(JdbcClient jdbc, ObjectMapper json, Clock clock) {
		this.jdbc = jdbc;
		this.json = json;
		this.clock = clock;
	}

	public Optional<RequestRow> find(UUID id) {
		return this.jdbc.sql("select * from request where id = ?").param(id).query(this::row).optional();
	}

	/**
	 * The request of a row that refers to it.
	 */
	public RequestRow get(UUID id) {
		return find(id).orElseThrow();
	}

	/**
	 * The request that this node claimed.
	 * @throws LeaseLost if the claim no longer holds
	 */
	public RequestRow claimed(Work work) {
		return this.jdbc.sql("select * from request where id = ? and lease = ?")
			.params(work.id(), work.lease())
			.query(this::row)
			.optional()
			.orElseThrow(() -> new LeaseLost("request=" + work.id()));
	}

	/**
	 * Whether something is to be done for it at once.
	 */
	public boolean due(UUID id) {
		return this.jdbc.sql("select due <= ? from request where id = ?")
			.params(Timestamps.of(this.clock.instant()), id)
			.query(Boolean.class)
			.optional()
			.orElse(false);
	}

	/**
	 * Whether its identifiers were replaced by keyed digests: nothing can be done for it
	 * any more.
	 */
	public boolean nameless(UUID id) {
		return this.jdbc.sql("select count(*) from request where id = ? and identifiers_removed_at is not null")
			.param(id)
			.query(Integer.class)
			.single() > 0;
	}

	/**
	 * Whether somebody doubts who asks, for which its clock is stopped.
	 */
	public boolean inDoubt(UUID id) {
		return this.jdbc.sql("select paused_at is not null from request where id = ?")
			.param(id)
			.query(Boolean.class)
			.single();
	}

	/**
	 * The request, locked until the transaction ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public LockedRequest lock(UUID id) {
		return head(id, " for update");
	}

	/**
	 * Fails unless this node still holds the row; keeps it locked until the transaction
	 * ends.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void hold(Work work) {
		held(work,
				this.jdbc.sql("select id from request where id = ? and lease = ? for update")
					.params(work.id(), work.lease())
					.query(UUID.class)
					.list()
					.size());
	}

	/**
	 * Lets the filer be told before long how far the request has come, and locks it until
	 * the transaction ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public LockedRequest progressed(UUID id) {
		this.jdbc.sql("update request set changed = changed + 1, notice_due = coalesce(notice_due, ?) where id = ?")
			.params(soon(this.clock), id)
			.update();
		// Which has locked it: H2 parses a select for update each time anew.
		return head(id, "");
	}

	private LockedRequest head(UUID id, String lock) {
		return this.jdbc.sql("select tenant, asked, state from request where id = ?" + lock)
			.param(id)
			.query((row, number) -> new LockedRequest(id, row.getString("tenant"), Right.of(row.getString("asked")),
					RequestState.of(row.getString("state"))))
			.single();
	}

	/**
	 * Fails if a write that named the claim met no row.
	 * @throws LeaseLost if the claim no longer holds
	 */
	static void held(Work work, int rows) {
		if (rows == 0) {
			throw new LeaseLost("request=" + work.id());
		}
	}

	/**
	 * What is only on its way is told with what follows in the next moments: most
	 * requests need two notices, the receipt and the result.
	 */
	static OffsetDateTime soon(Clock clock) {
		return Timestamps.of(clock.instant().plus(SOON));
	}

	private RequestRow row(ResultSet row, int number) throws SQLException {
		String roles = row.getString("roles");
		Set<Role> held = EnumSet.noneOf(Role.class);
		Arrays.stream(roles.split(",")).filter((label) -> !label.isBlank()).map(Role::of).forEach(held::add);
		String subject = row.getString("subject");
		List<LeftOut> leftOut = LeftOut.of(row.getString("left_out"));
		return new RequestRow(row.getObject("id", UUID.class), row.getString("tenant"), row.getString("reference"),
				Right.of(row.getString("asked")), RequestState.of(row.getString("state")),
				read(row.getString("document"), RequestDocument.class),
				(subject != null) ? read(subject, Identity.class) : null, held, Timestamps.read(row, "received_at"),
				row.getObject("deadline", LocalDate.class), Timestamps.read(row, "packaged_at"),
				row.getString("decision"), LeftOut.records(leftOut), LeftOut.fields(leftOut), row.getInt("failures"),
				row.getObject("revision", Integer.class), row.getString("cancelled_by") != null);
	}

	private <T> T read(String text, Class<T> type) {
		try {
			return this.json.readValue(text, type);
		}
		catch (JsonProcessingException ex) {
			// The message of Jackson would quote the row.
			throw new IllegalStateException(type.getSimpleName() + " in the ledger cannot be read");
		}
	}

}
