package org.dsrhub.notice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.dsrhub.configuration.Sha256;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.mail.MailOutbox;
import org.dsrhub.mail.MailTemplates;
import org.dsrhub.mail.MailText;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.OutgoingMail;
import org.dsrhub.notice.DeadlineDigest.Line;
import org.dsrhub.notice.DeadlineDigest.Part;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Tells a tenant once a day which requests are due, overdue or stuck: as the file
 * {@code _digest.json} in its outbox, which each day replaces, and by mail to those whom
 * its file names, unless there is nothing to tell.
 */
@Component("deadlineDigests")
public class DeadlineDigests {

	private static final Logger log = LoggerFactory.getLogger(DeadlineDigests.class);

	/** No reference begins so. */
	static final String FILE = "_digest";

	private static final String TEMPLATE = "digest";

	private static final int NAMED = 200;

	private static final String OVERDUE = "paused_at is null and deadline < :today";

	private static final String DUE = "paused_at is null and deadline >= :today and deadline <= :soon";

	private static final String STUCK = """
			(paused_at is not null or state in ('attention', 'awaiting-decision') or failures >= 3 or exists (select 1 from task
			where task.request = request.id and task.outcome is null
			and (task.state = 'manual' or task.failures >= 3)))""";

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final Tenants tenants;

	private final OutboxFiles files;

	private final MailOutbox mails;

	private final MailTemplates templates;

	private final Clock clock;

	DeadlineDigests(JdbcClient jdbc, Transactions transactions, Tenants tenants, OutboxFiles files, MailOutbox mails,
			MailTemplates templates, Clock clock) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.tenants = tenants;
		this.files = files;
		this.mails = mails;
		this.templates = templates;
		this.clock = clock;
	}

	/**
	 * Writes today's. Asked again on the same day it writes the file anew and no second
	 * mail.
	 * @throws java.io.UncheckedIOException if the outbox cannot be written
	 */
	public void write(String name) {
		Tenant tenant = this.tenants.get(name);
		DeadlineDigest digest = this.transactions.run(() -> {
			DeadlineDigest today = today(tenant);
			if (!today.empty() && MailboxName.INTAKE.of(tenant).isPresent()) {
				mail(tenant, today);
			}
			return today;
		});
		this.files.write(name, FILE, digest);
		log.info("event=digest tenant={} overdue={} due={} stuck={}", name, digest.overdue().count(),
				digest.due().count(), digest.stuck().count());
	}

	private DeadlineDigest today(Tenant tenant) {
		Instant now = this.clock.instant();
		LocalDate today = LocalDate.ofInstant(now, tenant.timezone());
		Map<String, Object> values = new HashMap<>();
		values.put("tenant", tenant.tenant());
		values.put("today", today);
		values.put("soon", today.plusDays(tenant.digest().days()));
		return new DeadlineDigest(tenant.tenant(), today, now, part(OVERDUE, values), part(DUE, values),
				part(STUCK, values));
	}

	private Part part(String which, Map<String, Object> values) {
		String from = " from request where tenant = :tenant and closed_at is null and " + which;
		long count = sql("select count(*)" + from, which, values).query(Long.class).single();
		List<Line> lines = sql("select id, reference, asked, state, received_at, deadline, attention, paused_at" + from
				+ " order by deadline, registered_at, id limit " + NAMED, which, values)
			.query(this::line)
			.list();
		return new Part(count, lines);
	}

	private StatementSpec sql(String sql, String which, Map<String, Object> values) {
		Map<String, Object> named = new HashMap<>(values);
		named.keySet().removeIf((name) -> !sql.contains(":" + name));
		return this.jdbc.sql(sql).params(named);
	}

	private Line line(ResultSet row, int number) throws SQLException {
		UUID id = row.getObject("id", UUID.class);
		String state = row.getString("state");
		return new Line(id, row.getString("reference"), row.getString("asked"), state,
				Timestamps.read(row, "received_at"), row.getObject("deadline", LocalDate.class),
				(row.getObject("paused_at") != null) ? "word of who asks; the clock is stopped"
						: waitsFor(id, state, row.getString("attention")));
	}

	private String waitsFor(UUID id, String state, String attention) {
		if (attention != null) {
			return attention;
		}
		if (state.equals("awaiting-decision")) {
			return "a decision";
		}
		List<String> tasks = this.jdbc.sql(
				"select source from task where request = ? and outcome is null and state in ('manual', 'waiting') order by source")
			.param(id)
			.query(String.class)
			.list();
		return tasks.isEmpty() ? null : String.join(", ", tasks);
	}

	private void mail(Tenant tenant, DeadlineDigest digest) {
		for (String to : tenant.digest().to()) {
			MailText text = this.templates.write(TEMPLATE, tenant.answers().language(), digest);
			this.mails.write(new OutgoingMail(tenant.tenant(), MailboxName.INTAKE,
					"%s/%s/%s".formatted(TEMPLATE, digest.date(), Sha256.of(to)), TEMPLATE, null, to, text.subject(),
					text.text(), text.html(), null, List.of(), true));
		}
	}

}
