package org.dsrhub.intake;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.dsrhub.mail.MailOutbox;
import org.dsrhub.mail.MailTemplates;
import org.dsrhub.mail.MailText;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.OutgoingMail;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.source.Right;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * The mails by which a person is asked for their code.
 */
@Component
class ConfirmationMails {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

	private final MailTemplates templates;

	private final MailOutbox outbox;

	private final Tenants tenants;

	ConfirmationMails(MailTemplates templates, MailOutbox outbox, Tenants tenants) {
		this.templates = templates;
		this.outbox = outbox;
		this.tenants = tenants;
	}

	/**
	 * Sends the code, once a request.
	 */
	void ask(UUID request, ReceivedMail mail, RightWords.Asked asked, Confirmations.Asking asking) {
		Tenant tenant = this.tenants.get(mail.tenant());
		Map<String, Object> view = new LinkedHashMap<>();
		for (Right right : Right.values()) {
			view.put(right.label(), right == asked.right());
		}
		view.put("organisation", tenant.tenant());
		view.put("token", asking.token());
		view.put("code", asking.code().substring(0, 4) + " " + asking.code().substring(4));
		view.put("until", until(asking.until(), tenant));
		write(mail, "confirm-request", "confirm-request/" + request, request, asked.language(), view);
	}

	/**
	 * Says that a reply was not the code, once a reply.
	 */
	void refuse(UUID request, ReceivedMail mail, Confirmations.Reply reply) {
		Map<String, Object> view = Map.of("token", reply.token(), "left", reply.left(), "over", reply.left() == 0);
		write(mail, "confirm-refused", "confirm-refused/" + mail.sha256(), request,
				this.tenants.get(mail.tenant()).answers().language(), view);
	}

	private void write(ReceivedMail mail, String template, String once, UUID request, String language,
			Map<String, Object> view) {
		MailText text = this.templates.write(template, language(mail, language), view);
		this.outbox.write(new OutgoingMail(mail.tenant(), MailboxName.INTAKE, once, template, request, mail.from(),
				text.subject(), text.text(), text.html(), mail.messageId(), Threads.before(mail), true));
	}

	/**
	 * In which language a person is answered. The mail's own word is a stranger's, and
	 * would name a folder.
	 */
	static String language(ReceivedMail mail, String otherwise) {
		return (mail.language() != null && mail.language().matches("[a-z]{2}")) ? mail.language() : otherwise;
	}

	private static String until(Instant until, Tenant tenant) {
		return TIME.format(until.atZone(tenant.timezone())) + " (" + tenant.timezone() + ")";
	}

}
