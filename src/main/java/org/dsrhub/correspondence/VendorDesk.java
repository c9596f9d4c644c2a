package org.dsrhub.correspondence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.correspondence.Conversation.Effect;
import org.dsrhub.correspondence.Conversation.Heard;
import org.dsrhub.correspondence.Conversations.Row;
import org.dsrhub.correspondence.Conversations.Taken;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.mail.Attachment;
import org.dsrhub.mail.Authenticity;
import org.dsrhub.mail.MailDesk;
import org.dsrhub.mail.MailOutbox;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.mail.SentMail;
import org.dsrhub.mail.Settled;
import org.dsrhub.mail.Settled.End;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.Requests;
import org.dsrhub.source.Correspondence;
import org.dsrhub.task.Staging;
import org.dsrhub.task.TaskWaits;
import org.dsrhub.task.Tasks;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Takes the mails of vendors in the administrator's mailbox. A mail belongs to a
 * conversation by the mail that it answers, or by the token in its subject; it moves it
 * on only if it is surely the vendor's.
 */
@Component
@Order(10)
class VendorDesk implements MailDesk {

	private static final Pattern TOKEN = Pattern.compile("\\bDSR-[0-9A-F]{12}\\b", Pattern.CASE_INSENSITIVE);

	private final Conversations conversations;

	private final MailOutbox outbox;

	private final Requests requests;

	private final Tasks tasks;

	private final TaskWaits waits;

	private final Tenants tenants;

	private final Terms terms;

	private final Staging staging;

	private final EvidenceLog evidence;

	private final Transactions transactions;

	private final Clock clock;

	VendorDesk(Conversations conversations, MailOutbox outbox, Requests requests, Tasks tasks, TaskWaits waits,
			Tenants tenants, Terms terms, Staging staging, EvidenceLog evidence, Transactions transactions,
			Clock clock) {
		this.conversations = conversations;
		this.outbox = outbox;
		this.requests = requests;
		this.tasks = tasks;
		this.waits = waits;
		this.tenants = tenants;
		this.terms = terms;
		this.staging = staging;
		this.evidence = evidence;
		this.transactions = transactions;
		this.clock = clock;
	}

	@Override
	public Optional<Settled> take(ReceivedMail mail) throws IOException {
		if (mail.mailbox() != MailboxName.ADMINISTRATOR) {
			return Optional.empty();
		}
		Optional<Row> row = conversation(mail);
		return row.isPresent() ? Optional.of(take(mail, row.get())) : Optional.empty();
	}

	private Settled take(ReceivedMail mail, Row row) throws IOException {
		Tenant tenant = this.tenants.get(mail.tenant());
		Correspondence correspondence = this.terms.of(tenant, this.tasks.get(row.task()))
			.correspondence()
			.orElseThrow();
		Said said = own(mail, tenant) ? byAdministrator(mail, row)
				: row.conversation().weigh(Said.of(mail, correspondence), correspondence);
		Optional<String> suspicion = switch (said) {
			case ACKNOWLEDGEMENT ->
				Optional.of("not-authenticated").filter((reason) -> mail.authenticity() != Authenticity.PASSED);
			default ->
				own(mail, tenant) ? Optional.<String>empty() : Sender.suspicion(mail, correspondence.answersFrom());
		};
		boolean open = !row.conversation().over() && !this.requests.get(row.request()).state().closed();
		List<AnswerFile> files = (suspicion.isEmpty() && said == Said.ANSWER && open) ? keep(mail, row) : List.of();
		return this.transactions.run(() -> suspicion.map((reason) -> distrust(mail, row, said, reason))
			.orElseGet(() -> hear(mail, row, said, files)));
	}

	private Settled hear(ReceivedMail mail, Row seen, Said said, List<AnswerFile> files) {
		LockedRequest request = this.requests.lock(seen.request());
		Optional<Taken> before = this.conversations.taken(mail.id());
		if (before.isPresent()) {
			return settled(before.get(), seen);
		}
		Row row = this.conversations.find(seen.task()).orElseThrow();
		Heard heard = request.state().closed() ? new Heard(row.conversation(), Effect.LATE)
				: row.conversation().hear(said, mail.messageId(), files, this.clock.instant());
		Taken taken = new Taken(said, heard.effect());
		this.conversations.take(mail.id(), row.task(), taken);
		note(mail, row, "vendor-mail", Map.of("said", said.label(), "effect",
				heard.effect().name().toLowerCase(Locale.ROOT), "files", mail.attachments().size()));
		if (heard.effect() == Effect.MOVED) {
			this.conversations.keep(row, heard.conversation());
			this.waits.wake(row.task());
		}
		return settled(taken, row);
	}

	private Settled distrust(ReceivedMail mail, Row row, Said said, String reason) {
		this.requests.lock(row.request());
		if (this.conversations.taken(mail.id()).isEmpty()) {
			this.conversations.take(mail.id(), row.task(), new Taken(said, Effect.DISTRUSTED));
			note(mail, row, "correspondence-suspicious", Map.of("reason", reason));
		}
		return new Settled(End.TRIAGE, reason, row.request());
	}

	/**
	 * What came too late and may be the answer, or a part of it, is for a person.
	 */
	private static Settled settled(Taken taken, Row row) {
		boolean weighs = taken.said() == Said.ANSWER || taken.said() == Said.UNCLEAR;
		return switch (taken.effect()) {
			case MOVED -> new Settled(End.ANSWER, taken.said().label(), row.request());
			case REPEATED -> new Settled(End.IGNORED, "repeated-" + taken.said().label(), row.request());
			case NOTED -> new Settled(weighs ? End.TRIAGE : End.IGNORED, taken.said().label(), row.request());
			case LATE -> new Settled(weighs ? End.TRIAGE : End.IGNORED, "late", row.request());
			case DISTRUSTED -> new Settled(End.TRIAGE, "not-authenticated", row.request());
		};
	}

	private void note(ReceivedMail mail, Row row, String event, Map<String, Object> more) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("source", row.source());
		data.put("mail", mail.sha256());
		data.putAll(more);
		this.evidence.append(row.request(), event, "hub", data);
	}

	private Optional<Row> conversation(ReceivedMail mail) {
		List<String> thread = new ArrayList<>(mail.references());
		if (mail.inReplyTo() != null) {
			thread.add(mail.inReplyTo());
		}
		return this.outbox.find(mail.tenant(), thread)
			.map(SentMail::once)
			.map(VendorLetters::task)
			.flatMap(this.conversations::find)
			.or(() -> token(mail).flatMap((token) -> this.conversations.find(mail.tenant(), token)));
	}

	private static Optional<String> token(ReceivedMail mail) {
		Matcher token = TOKEN.matcher(mail.subject());
		return token.find() ? Optional.of(token.group().toUpperCase(Locale.ROOT)) : Optional.empty();
	}

	private static boolean own(ReceivedMail mail, Tenant tenant) {
		return mail.from() != null && (mail.from().equalsIgnoreCase(tenant.administrator())
				|| mail.from().equalsIgnoreCase(tenant.mailboxes().administrator().address()));
	}

	private static Said byAdministrator(ReceivedMail mail, Row row) {
		String theirs = row.conversation().theirs();
		return (theirs != null && theirs.equals(mail.inReplyTo())) ? Said.ACKNOWLEDGEMENT : Said.NOTICE;
	}

	private List<AnswerFile> keep(ReceivedMail mail, Row row) throws IOException {
		List<AnswerFile> files = new ArrayList<>();
		for (Attachment attachment : mail.attachments()) {
			String name = "%s.mail.%s.%d".formatted(row.source(), mail.id(), files.size());
			try (InputStream content = Files.newInputStream(attachment.file())) {
				this.staging.keep(row.tenant(), row.request(), name, content);
			}
			files.add(new AnswerFile(name, AnswerFile.Kind.of(attachment.name(), attachment.type())));
		}
		return files;
	}

}
