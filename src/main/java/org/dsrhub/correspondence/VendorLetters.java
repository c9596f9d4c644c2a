package org.dsrhub.correspondence;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import org.dsrhub.correspondence.Conversations.Row;
import org.dsrhub.mail.MailOutbox;
import org.dsrhub.mail.MailTemplates;
import org.dsrhub.mail.MailText;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.OutgoingMail;
import org.dsrhub.request.RequestRow;
import org.dsrhub.source.Correspondence;
import org.dsrhub.source.Source;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * Writes to vendors. The person is named in the text alone; the subject holds the token
 * by which the answer is known.
 */
@Component
class VendorLetters {

	private static final String ONCE = "vendor/";

	private final MailTemplates templates;

	private final MailOutbox outbox;

	VendorLetters(MailTemplates templates, MailOutbox outbox) {
		this.templates = templates;
		this.outbox = outbox;
	}

	/**
	 * To whom and about what.
	 */
	record Letter(Tenant tenant, RequestRow request, Source source, Correspondence terms, UUID task, String token) {
	}

	/**
	 * Asks for the export.
	 * @return the mail's Message-ID
	 */
	String ask(Letter letter, int round) {
		return write(letter, "%d/ask".formatted(round), "vendor-ask", letter.terms().mails().ask(), null, List.of());
	}

	String acknowledge(Letter letter, Row row) {
		Conversation conversation = row.conversation();
		String answered = (conversation.theirs() != null) ? conversation.theirs() : conversation.thread();
		Set<String> thread = new LinkedHashSet<>(List.of(conversation.thread(), answered));
		return write(letter, "%d/acknowledge".formatted(conversation.round()), "vendor-acknowledge",
				letter.terms().mails().acknowledge(), answered, List.copyOf(thread));
	}

	String remind(Letter letter, Row row, int rungs) {
		Conversation conversation = row.conversation();
		String once = "%d/%s/%d".formatted(conversation.round(), conversation.state(), rungs);
		return write(letter, once, "vendor-remind", letter.terms().mails().remind(), conversation.thread(),
				List.of(conversation.thread()));
	}

	/**
	 * The task that a mail of this room's was about.
	 * @param once what the mail is called
	 * @return its id, or null if it was none of this room's
	 */
	static UUID task(String once) {
		return once.startsWith(ONCE) ? UUID.fromString(once.split("/")[1]) : null;
	}

	private String write(Letter letter, String step, String purpose, String template, String inReplyTo,
			List<String> references) {
		MailText text = this.templates.write(template, null, View.of(letter));
		String subject = text.subject().contains(letter.token()) ? text.subject()
				: "%s [%s]".formatted(text.subject(), letter.token());
		return this.outbox.write(new OutgoingMail(letter.tenant().tenant(), MailboxName.ADMINISTRATOR,
				ONCE + letter.task() + "/" + step, purpose, letter.request().id(), letter.terms().to(), subject,
				text.text(), text.html(), inReplyTo, references, false));
	}

	/**
	 * What a template can name.
	 */
	record View(String token, String system, Set<String> emails, String entraTenantId, String administrator,
			String deadline) {

		static View of(Letter letter) {
			return new View(letter.token(), letter.source().system(),
					new TreeSet<>(letter.request().identity().subject().of(IdentifierKind.EMAIL)),
					String.valueOf(letter.tenant().entraTenantId()), letter.tenant().administrator(),
					String.valueOf(letter.request().deadline()));
		}

	}

}
