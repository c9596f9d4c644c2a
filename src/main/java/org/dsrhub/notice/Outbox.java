package org.dsrhub.notice;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

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
	 * the changes that have waited longest come first. Of two nodes none writes an older
	 * state over a newer one, since the rows stay locked meanwhile; an embedded ledger
	 * has one node and one thread that writes notices.
	 * @return whether there may be more, and space to write it
	 */
	public boolean writeNext() {
		return this.space.enough() && this.transactions.run(this::writeDue);
	}

	private boolean writeDue() {
		List<UUID> due = this.queue.lock(this.clock.instant(), BATCH);
		List<Notice> notices = this.results.notices(due);
		// Files before rows: from the first row that is written on, nobody else writes to
		// an embedded ledger. Files that may be purged wait until their row is held.
		Set<UUID> unwritten = notices.stream()
			.filter((notice) -> !notice.purged() && !write(notice))
			.map(Notice::request)
			.collect(Collectors.toSet());
		notices.forEach((notice) -> settle(notice, unwritten.contains(notice.request())));
		return due.size() == BATCH;
	}

	/**
	 * A request that changed after it was read stays due.
	 */
	private void settle(Notice notice, boolean unwritten) {
		boolean same = this.jdbc.sql("update request set notice_due = null where id = ? and changed = ?")
			.params(notice.request(), notice.changed())
			.update() == 1;
		if (!same) {
			return;
		}
		boolean written = notice.purged() ? write(notice) : !unwritten;
		if (!written || !this.mails.write(notice.original())) {
			this.jdbc.sql("update request set notice_due = ? where id = ?")
				.params(Timestamps.of(this.clock.instant().plus(LATER)), notice.request())
				.update();
		}
		if (written) {
			this.events
				.publishEvent(new NoticeEvent(notice.request(), notice.original().tenant(), notice.original().state()));
		}
	}

	/**
	 * One folder that cannot be written must not keep the others' answers back.
	 */
	private boolean write(Notice notice) {
		try {
			for (Notice.Part part : notice.parts()) {
				String tenant = part.document().tenant();
				if (!part.onlyReplace() || this.files.has(tenant, part.name())) {
					this.files.write(tenant, part.name(), part.document());
				}
			}
			return true;
		}
		catch (UncheckedIOException ex) {
			log.error("event=notice-not-written request={} folder={} reason=\"{}\" advice=\"make the outbox writable\"",
					notice.request(), this.folder, DiskFault.reason(ex.getCause()));
			return false;
		}
	}

}
