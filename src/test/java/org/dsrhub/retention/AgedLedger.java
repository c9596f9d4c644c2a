package org.dsrhub.retention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.MovingClock;
import org.dsrhub.TestDatabase;
import org.dsrhub.Workshop;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.Digest;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.request.Door;
import org.dsrhub.request.RequestRoom;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Role;
import org.dsrhub.task.Staging;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A ledger and folders with things of some age, and the categories that purge them, under
 * a clock that the test sets.
 */
final class AgedLedger {

	private static final ObjectMapper JSON = new ObjectMapper();

	final Workshop shop;

	final JdbcClient jdbc;

	final Transactions transactions;

	final EvidenceLog evidence;

	final Staging staging;

	final HoldsInForce inForce;

	final Holds holds;

	private final Tenants tenants;

	private final Map<String, Category> categories;

	private final Duration listValidFor = Duration.ofDays(1);

	final FakeFolders mails = new FakeFolders();

	final MovingClock clock = new MovingClock(Instant.parse("2026-03-01T00:00:00Z"));

	AgedLedger(Path folder) throws IOException {
		this(folder, TestDatabase.ledger());
	}

	AgedLedger(Path folder, DataSource database) throws IOException {
		this.shop = new Workshop(folder, database);
		this.tenants = this.shop.tenants();
		this.jdbc = this.shop.jdbc();
		this.transactions = new Transactions(this.shop.transactions());
		this.evidence = new EvidenceLog(this.jdbc, this.clock);
		this.staging = new Staging(this.shop.hub(), JSON);
		this.inForce = new HoldsInForce(this.jdbc);
		this.holds = new Holds(this.jdbc, this.transactions, this.evidence, RequestRoom.digests(this.shop), this.clock);
		ManyRows rows = new ManyRows(this.shop.database());
		ClosedRequests requests = new ClosedRequests(rows, this.jdbc, this.inForce, this.clock);
		OldRows old = new OldRows(rows, this.jdbc, this.transactions, this.inForce, this.clock);
		OldOutboxFiles outbox = new OldOutboxFiles(requests, this.transactions, this.jdbc, this.shop.hub());
		this.categories = Stream
			.of(new OldStaging(this.staging, requests, this.transactions, this.jdbc, this.clock), outbox,
					new OldInboxFiles(rows, this.jdbc, this.transactions, this.inForce, new Digest(this.shop.hub()),
							this.shop.hub(), this.clock),
					new OldMails(old, this.shop.database(), this.shop.hub()),
					new OldFiledMails(this.mails, requests, this.transactions, this.jdbc),
					new OldIdentifiers(requests, this.transactions, RequestRoom.removal(this.shop), this.jdbc,
							this.clock),
					new OldSealedValues(requests, old, this.transactions, this.jdbc), new OldFilingKeys(old),
					new OldEvidence(requests, old, this.transactions, this.jdbc, this.shop.database(), this.staging,
							outbox),
					new OldRuns(old, this.jdbc, new RetentionProperties(this.listValidFor, "0 10 4 * * ?", 2),
							this.clock, this.shop.transactions()))
			.collect(Collectors.toMap(Category::name, (category) -> category));
	}

	Tenant tenant(String name) {
		return this.tenants.get(name);
	}

	Keep keep(String tenant, String period) {
		return new Keep(Period.parse(period), tenant(tenant).timezone());
	}

	void at(Instant time) {
		this.clock.reach(time);
	}

	List<Due> due(String category, String tenant, String period) {
		return this.transactions.run(() -> {
			try (Stream<Due> due = this.categories.get(category)
				.due(tenant(tenant), keep(tenant, period), this.clock.instant())) {
				return due.toList();
			}
		});
	}

	Stream<Due> stream(String category, String tenant, String period) {
		return this.categories.get(category).due(tenant(tenant), keep(tenant, period), this.clock.instant());
	}

	List<Removal.State> remove(String category, String tenant, String period, List<Due> things) {
		return removals(category, tenant, period, things).stream().map(Removal::state).toList();
	}

	List<Removal> removals(String category, String tenant, String period, List<Due> things) {
		return this.categories.get(category).remove(tenant(tenant), keep(tenant, period), things);
	}

	/**
	 * A request that was filed through the inbox's door, identified as given, and closed.
	 */
	UUID closed(String tenant, String reference, String email, Instant at) {
		UUID id = RequestRoom.registrar(this.shop)
			.register(RequestRoom.reader(this.shop, this.clock)
				.read(JSON.valueToTree(Map.of("reference", reference, "tenant", tenant, "right", "export", "subject",
						Map.of("email", email), "requester", Map.of("name", "Anna Andersen", "email", email)))),
					Door.INBOX, new Caller("olga", java.util.Set.of(Role.OWNER), java.util.Set.of(tenant)))
			.id();
		this.jdbc.sql("""
				insert into task (id, request, tenant, source, system, state, outcome, progress, change, note)
				values (?, ?, ?, 'entra-user', 'Entra ID', 'done', 'found', '{"next":"?q=%1$s"}',
				'{"path":"/users/%1$s"}', 'told %1$s')""".formatted(email))
			.params(UUID.randomUUID(), id, tenant)
			.update();
		this.jdbc
			.sql("""
					update request set decision_reason = 'Anna called', extension_reason = 'Anna moved', subject = ? where id = ?""")
			.params("""
					{"subject":{"identifiers":{"email":["%s"],"objectId":["5a0c5a0c-0c5a-4a0c-8a0c-5a0c5a0c5a0c"]},"names":["Anna Andersen"],"region":"DK"},
					"identified":"member","objectId":"5a0c5a0c-0c5a-4a0c-8a0c-5a0c5a0c5a0c","failure":null,"notSearched":[]}"""
				.formatted(email), id)
			.update();
		close(id, at);
		return id;
	}

	void close(UUID id, Instant at) {
		this.jdbc.sql("update request set state = 'completed', closed_at = ?, due = null where id = ?")
			.params(Timestamps.of(at), id)
			.update();
		this.jdbc.sql("delete from open_request where request = ?").param(id).update();
	}

	void reopen(UUID id) {
		this.jdbc.sql("update request set state = 'discovering', closed_at = null where id = ?").param(id).update();
	}

	void sealed(UUID id, String tenant, String moment) {
		this.jdbc
			.sql("insert into sealed (id, tenant, request, source, record, path, moment, content, at)"
					+ " values (?, ?, ?, 'entra-user', 'r', '/users/5a0c5a0c-0c5a-4a0c-8a0c-5a0c5a0c5a0c', ?, 'x', ?)")
			.params(UUID.randomUUID(), tenant, id, moment, Timestamps.of(this.clock.instant()))
			.update();
	}

	Path file(String place, String text, Instant written) {
		try {
			Path file = this.shop.hub().data().getParent().resolve(place);
			Files.createDirectories(file.getParent());
			Files.writeString(file, text);
			return Files.setLastModifiedTime(file, FileTime.from(written));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A file that was taken and moved away, with one row.
	 */
	Path taken(String tenant, String target, UUID receipt, Instant at) {
		UUID file = UUID.randomUUID();
		this.jdbc
			.sql("insert into inbox_file (id, tenant, sha256, target, seen_at, settled_at)"
					+ " values (?, ?, ?, ?, ?, ?)")
			.params(file, tenant, file.toString(), target, Timestamps.of(at), Timestamps.of(at))
			.update();
		this.jdbc.sql("insert into inbox_row (file, number, receipt) values (?, 1, ?)").params(file, receipt).update();
		return file("inbox/" + tenant + "/" + target, "anna@contoso.example", Instant.parse("2020-01-01T00:00:00Z"));
	}

	/**
	 * A mail that came, ended and lies in its folder.
	 * @param ending null if the ledger knows nothing of it
	 */
	FiledMail filed(MailboxName mailbox, String ending, UUID request, Instant at) {
		String digest = UUID.randomUUID().toString();
		if (ending != null) {
			this.jdbc.sql(
					"insert into inbound_mail (id, tenant, mailbox, sha256, received_at, seen_at, ending, request, settled_at)"
							+ " values (?, 'contoso', ?, ?, ?, ?, ?, ?, ?)")
				.params(UUID.randomUUID(), mailbox.label(), digest, Timestamps.of(at), Timestamps.of(at), ending,
						request, Timestamps.of(at))
				.update();
		}
		FiledMail mail = new FiledMail(mailbox, "%s/Taken/1-%d".formatted(mailbox.label(), this.mails.there.size() + 1),
				at, 100, digest);
		this.mails.there.add(mail);
		return mail;
	}

	long count(String from) {
		return this.shop.count(from);
	}

	/**
	 * The mail server of contoso.
	 */
	static final class FakeFolders implements FiledMails {

		final List<FiledMail> there = new ArrayList<>();

		@Override
		public List<FiledMail> before(Tenant tenant, Instant time) {
			return this.there.stream()
				.filter((mail) -> tenant.tenant().equals("contoso") && mail.receivedAt().isBefore(time))
				.toList();
		}

		@Override
		public Map<String, Removal> remove(Tenant tenant, List<String> places) {
			return places.stream()
				.collect(Collectors.toMap((place) -> place,
						(place) -> this.there.removeIf((mail) -> mail.place().equals(place)) ? Removal.removed()
								: Removal.gone()));
		}

	}

}
