package org.dsrhub.notice;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.dsrhub.configuration.DiskFault;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.SharedQueues;
import org.dsrhub.database.SharedRows;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The outbox folders: for every receipt one file, the receipt first and the result at the
 * end, replaced in one move so that nobody reads half of it; and with them the mails that
 * the request's state calls for.
 */
@Component("outbox")
public class Outbox {

	private static final Logger log = LoggerFactory.getLogger(Outbox.class);

	private static final int BATCH = 20;

	private static final Duration LATER = Duration.ofSeconds(30);

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final Results results;

	private final OutboxFiles files;

	private final Clock clock;

	private final Path folder;

	private final FreeSpace space;

	private final AnswerMails mails;

	private final SharedRows queue;

	private final ApplicationEventPublisher events;

	public Outbox(JdbcClient jdbc, Transactions transactions, Results results, OutboxFiles files, Clock clock,
			HubProperties hub, FreeSpace space, AnswerMails mails, SharedQueues queues,
			ApplicationEventPublisher events) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.results = results;
		this.files = files;
		this.clock = clock;
		this.folder = hub.outbox();
		this.space = space;
		this.mails = mails;
		this.queue = queues.locked("request", "notice_due");
		this.events = events;
	}

	/**
	 * Writes files and mails of requests that changed: tenants take turns, and of each
	 * the changes that have waited longest come first. Their rows stay locked meanwhile,
	 * so that of two nodes none writes an older state over a newer one.
	 * @return whether there was any, and space to write it
	 */
	public boolean writeNext() {
		return this.space.enough() && this.transactions.run(this::writeDue);
	}

	private boolean writeDue() {
		List<UUID> due = this.queue.lock(this.clock.instant(), BATCH);
		due.forEach((request) -> {
			try {
				boolean told = this.mails.write(write(request));
				this.jdbc.sql("update request set notice_due = ? where id = ?")
					.params(told ? null : later(), request)
					.update();
			}
			catch (UncheckedIOException ex) {
				// One folder that cannot be written must not keep the others' answers
				// back.
				log.error(
						"event=notice-not-written request={} folder={} reason=\"{}\" advice=\"make the outbox writable\"",
						request, this.folder, DiskFault.reason(ex.getCause()));
				this.jdbc.sql("update request set notice_due = ? where id = ?").params(later(), request).update();
			}
		});
		return !due.isEmpty();
	}

	private OffsetDateTime later() {
		return Timestamps.of(this.clock.instant().plus(LATER));
	}

	private ResultDocument write(UUID request) {
		ResultDocument original = this.results.find(request).orElseThrow();
		Optional<Instant> purged = purged(request);
		write(original.reference(), original, purged.isPresent());
		Set<String> taken = new HashSet<>(Set.of(original.reference()));
		this.jdbc.sql("select id, registered_at from duplicate where request = ? order by registered_at, id")
			.param(request)
			.query((row) -> {
				UUID duplicate = row.getObject("id", UUID.class);
				ResultDocument receipt = this.results.find(duplicate).orElseThrow();
				write(taken.add(receipt.reference()) ? receipt.reference() : duplicate.toString(), receipt,
						purged.filter(Timestamps.read(row, "registered_at")::isBefore).isPresent());
			});
		this.events.publishEvent(new NoticeEvent(request, original.tenant(), original.state()));
		return original;
	}

	/**
	 * Since when the package of a closed request is purged: the files of that time may
	 * be, too, and do not come back.
	 */
	private Optional<Instant> purged(UUID request) {
		return this.jdbc
			.sql("select package_purged_at from request where id = ? and closed_at is not null"
					+ " and package_purged_at is not null")
			.param(request)
			.query((row, number) -> Timestamps.read(row, "package_purged_at"))
			.optional();
	}

	private void write(String name, ResultDocument document, boolean onlyReplace) {
		if (!onlyReplace || this.files.has(document.tenant(), name)) {
			this.files.write(document.tenant(), name, document);
		}
	}

}
