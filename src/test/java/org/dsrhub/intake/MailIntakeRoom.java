package org.dsrhub.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.Digest;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.mail.MailDesk;
import org.dsrhub.mail.MailParts;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.mail.Settled;
import org.dsrhub.node.Drain;
import org.dsrhub.notice.NoticeRoom;
import org.dsrhub.request.RequestRoom;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/**
 * The desks of this room over a ledger of their own. The tenant contoso has a mailbox and
 * the operator Olga; northwind has a mailbox and no principal.
 */
final class MailIntakeRoom {

	static final String OLGA = "olga@contoso.example";

	static final String ANA = "ana@contoso.example";

	final Workshop shop;

	final List<MailDesk> desks;

	final Confirmations confirmations;

	final EvidenceLog evidence;

	private final TransactionTemplate transaction;

	private final MovingClock clock = new MovingClock(Clock.systemUTC());

	MailIntakeRoom(Path folder) {
		this(folder, "");
	}

	MailIntakeRoom(Path folder, String moreOperators) {
		this.shop = new Workshop(folder);
		mailbox(folder, "contoso",
				"operators: [{address: Olga@Contoso.example, roles: [Owner, AccountAdministrator]}, %s]"
					.formatted(moreOperators)
					.replace(", ]", "]"));
		mailbox(folder, "northwind", "");
		words(folder);
		this.evidence = new EvidenceLog(this.shop.jdbc(), this.shop.clock());
		this.transaction = new TransactionTemplate(this.shop.transactions());
		try {
			Transactions transactions = new Transactions(this.shop.transactions());
			FreeSpace space = new FreeSpace(this.shop.hub(), DataSize.ofBytes(1));
			TakenFiles files = new TakenFiles(this.shop.jdbc(), transactions, this.clock, this.shop.ledgerClock(),
					this.shop.hub(), new Drain());
			RowIntake rows = new RowIntake(RequestRoom.reader(this.shop, this.clock), RequestRoom.registrar(this.shop),
					files, transactions);
			var templates = MailParts.templates(this.shop);
			var outbox = MailParts.outbox(this.shop);
			Digest digest = new Digest(this.shop.hub());
			this.confirmations = new Confirmations(this.shop.jdbc(), RequestRoom.requests(this.shop),
					RequestRoom.moves(this.shop), this.evidence, new ConfirmationCode(digest), digest,
					new ConfirmationProperties(Duration.ofDays(7), 5, 3), this.clock);
			ConfirmationMails mails = new ConfirmationMails(templates, outbox, this.shop.tenants());
			TakenMails taken = new TakenMails(this.shop.jdbc(), transactions);
			this.desks = List.of(
					new OperatorDesk(this.shop.tenants(),
							new MailedFiles(files, new FileRows(files, rows, space), RequestRoom.open(this.shop),
									this.clock),
							new IntakeAnswers(files, NoticeRoom.results(this.shop), templates, outbox,
									this.shop.tenants()),
							space),
					new ConfirmationDesk(outbox, this.confirmations, mails, taken),
					new SubjectDesk(this.shop.tenants(), new RightWords(this.shop.hub()),
							RequestRoom.reader(this.shop, this.clock), RequestRoom.registrar(this.shop),
							this.confirmations, mails, taken, space, RequestRoom.open(this.shop), this.clock));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Copies the words that ship.
	 */
	static void words(Path folder) {
		try (Stream<Path> files = Files.list(Path.of("config/words"))) {
			files.forEach((file) -> {
				try {
					Workshop.write(folder.resolve("config/words").resolve(file.getFileName()), Files.readString(file));
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void mailbox(Path folder, String tenant, String more) {
		Path file = folder.resolve("config/tenants/" + tenant + ".yaml");
		try {
			Workshop.write(file,
					Files.readString(file)
							+ """
									mailboxes: {intake: {imap: "imap://127.0.0.1:1", smtp: "smtp://127.0.0.1:1", address: dsr@%s.example,
									  password: "env:NONE", authserv: mx.%s.example}}
									%s
									"""
								.formatted(tenant, tenant, more));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What the first desk that takes a mail makes of it; null if none does.
	 */
	Settled take(ReceivedMail mail) {
		this.shop.jdbc()
			.sql("""
					insert into inbound_mail (id, tenant, mailbox, sha256, received_at, seen_at) select ?, ?, ?, ?, ?, ?
					where not exists (select 1 from inbound_mail where id = ?)""")
			.params(mail.id(), mail.tenant(), mail.mailbox().label(), mail.sha256(), Timestamps.of(mail.receivedAt()),
					Timestamps.of(mail.receivedAt()), mail.id())
			.update();
		try {
			for (MailDesk desk : this.desks) {
				var settled = desk.take(mail);
				if (settled.isPresent()) {
					return settled.get();
				}
			}
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void sweep() {
		this.transaction.executeWithoutResult((status) -> this.confirmations.sweep());
	}

	void pass(Duration time) {
		this.clock.pass(time);
	}

	List<JsonNode> written() {
		return MailParts.written(this.shop);
	}

	String state(UUID request) {
		return this.shop.jdbc()
			.sql("select state from request where id = ?")
			.param(request)
			.query(String.class)
			.single();
	}

	/** The names of what happened to a request. */
	List<String> events(UUID request) {
		return this.evidence.entries(request)
			.stream()
			.map((entry) -> entry.replaceFirst(".*\"event\":\"([a-z-]+)\".*", "$1"))
			.toList();
	}

}
