package org.dsrhub.observation;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import org.dsrhub.database.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the ledger says is still to be done, the same on every node. Only open rows are
 * read, through the keys that find them, so that the years of closed ones cost nothing.
 */
@Component
class Backlog {

	/** After every due that there is; a bound lets H2 use the index. */
	private static final Instant EVER = Instant.parse("9999-01-01T00:00:00Z");

	private final JdbcClient jdbc;

	private final Clock clock;

	Backlog(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * Reads the open requests and tasks.
	 * @throws org.springframework.dao.DataAccessException if the ledger does not answer
	 */
	Open read() {
		Instant now = this.clock.instant();
		return new Open(now, requests(now), tasks(now), mails(now), mailboxes(), anchors(), circuits());
	}

	private List<Requests> requests(Instant now) {
		return this.jdbc
			.sql("select r.tenant, r.asked, r.state, case when r.paused_at is null then r.deadline end as deadline, "
					+ "count(*) as number, min(r.received_at) as oldest, "
					+ "sum(case when r.due <= ? then 1 else 0 end) as due, min(r.due) as first_due "
					+ "from open_request o join request r on r.id = o.request "
					+ "group by r.tenant, r.asked, r.state, case when r.paused_at is null then r.deadline end")
			.param(Timestamps.of(now))
			.query((row, number) -> new Requests(row.getString("tenant"), row.getString("asked"),
					row.getString("state"), row.getObject("deadline", LocalDate.class), row.getLong("number"),
					Timestamps.read(row, "oldest"), row.getLong("due"), Timestamps.read(row, "first_due")))
			.list();
	}

	private List<Tasks> tasks(Instant now) {
		return this.jdbc
			.sql("select tenant, source, state, count(*) as number, "
					+ "sum(case when due <= ? then 1 else 0 end) as due, min(due) as first_due "
					+ "from task where due between ? and ? group by tenant, source, state")
			.params(Timestamps.of(now), Timestamps.of(Instant.EPOCH), Timestamps.of(EVER))
			.query((row, number) -> new Tasks(row.getString("tenant"), row.getString("source"), row.getString("state"),
					row.getLong("number"), row.getLong("due"), Timestamps.read(row, "first_due")))
			.list();
	}

	private Mails mails(Instant now) {
		return this.jdbc.sql("select count(*) as due, min(due) as first_due from mail where due between ? and ?")
			.params(Timestamps.of(Instant.EPOCH), Timestamps.of(now))
			.query((row, number) -> new Mails(row.getLong("due"), Timestamps.read(row, "first_due")))
			.single();
	}

	private List<Mailbox> mailboxes() {
		return this.jdbc.sql("select tenant, mailbox, fault, read_at from mailbox")
			.query((row, number) -> new Mailbox(row.getString("tenant"), row.getString("mailbox"),
					row.getString("fault") == null, Timestamps.read(row, "read_at")))
			.list();
	}

	private List<Anchors> anchors() {
		return this.jdbc.sql("select tenant, count(*) as unstored from anchor where stored_at is null group by tenant")
			.query(Anchors.class)
			.list();
	}

	private List<Circuit> circuits() {
		return this.jdbc.sql("select tenant, source, opened_at is not null as open from circuit")
			.query((row, number) -> new Circuit(row.getString("tenant"), row.getString("source"),
					row.getBoolean("open")))
			.list();
	}

	/**
	 * What is open at a time.
	 */
	record Open(Instant at, List<Requests> requests, List<Tasks> tasks, Mails mails, List<Mailbox> mailboxes,
			List<Anchors> anchors, List<Circuit> circuits) {
	}

	/**
	 * Whether a source that was in trouble before is so now.
	 */
	record Circuit(String tenant, String source, boolean open) {
	}

	/**
	 * The anchors of a tenant that are not in its container yet.
	 */
	record Anchors(String tenant, long unstored) {
	}

	/**
	 * The mails that are due.
	 *
	 * @param firstDue since when the first of them is, or null
	 */
	record Mails(long due, Instant firstDue) {
	}

	/**
	 * A mailbox that was read before, or tried to be.
	 *
	 * @param up whether it could be read the last time
	 */
	record Mailbox(String tenant, String mailbox, boolean up, Instant readAt) {
	}

	/**
	 * Open requests that are alike.
	 *
	 * @param deadline null while their clock is stopped
	 * @param oldest when the first of them was received
	 * @param due how many are due, which no node works on
	 * @param firstDue when the first of all is due, or null
	 */
	record Requests(String tenant, String right, String state, LocalDate deadline, long number, Instant oldest,
			long due, Instant firstDue) {
	}

	/**
	 * Tasks that are alike and that the hub will take up by itself. Those of a source at
	 * its limit are due as others are.
	 */
	record Tasks(String tenant, String source, String state, long number, long due, Instant firstDue) {
	}

}
