package org.dsrhub.intake;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.mail.Authenticity;
import org.dsrhub.mail.Automatic;
import org.dsrhub.mail.MailDesk;
import org.dsrhub.mail.MailOutbox;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.mail.SentMail;
import org.dsrhub.mail.Settled;
import org.dsrhub.mail.Settled.End;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Takes what people reply in the thread of a request. Where it waits for a code the reply
 * is looked through for it, if it comes from the very address that asked; in any other
 * thread a person reads it.
 */
@Component
@Order(30)
class ConfirmationDesk implements MailDesk {

	private static final Pattern TOKEN = Pattern.compile("\\[DSR-([A-Za-z0-9]{1,20})]");

	private final MailOutbox outbox;

	private final Confirmations confirmations;

	private final ConfirmationMails mails;

	private final TakenMails taken;

	ConfirmationDesk(MailOutbox outbox, Confirmations confirmations, ConfirmationMails mails, TakenMails taken) {
		this.outbox = outbox;
		this.confirmations = confirmations;
		this.mails = mails;
		this.taken = taken;
	}

	@Override
	public Optional<Settled> take(ReceivedMail mail) {
		if (mail.mailbox() != MailboxName.INTAKE || mail.automatic() != Automatic.NO) {
			return Optional.empty();
		}
		Optional<UUID> request = this.outbox.find(mail.tenant(), Threads.answered(mail)).map(SentMail::request);
		Matcher token = TOKEN.matcher(mail.subject());
		if (request.isEmpty() && token.find()) {
			request = this.confirmations.named(mail.tenant(), token.group(1));
			if (request.isEmpty()) {
				return Optional.of(new Settled(End.TRIAGE, "thread-not-known", null));
			}
		}
		return request.map((known) -> this.taken.once(mail, () -> reply(known, mail)));
	}

	private Settled reply(UUID request, ReceivedMail mail) {
		if (mail.authenticity() != Authenticity.PASSED) {
			return triage("sender-not-authenticated", request);
		}
		if (mail.fault() != null) {
			return triage(mail.fault(), request);
		}
		Confirmations.Reply reply = this.confirmations.reply(request, mail);
		return switch (reply.verdict()) {
			case CONFIRMED -> new Settled(End.ANSWER, "confirmed", request);
			case WRONG -> {
				this.mails.refuse(request, mail, reply);
				yield new Settled(End.ANSWER, "not-the-code", request);
			}
			case TOO_LATE -> triage("code-not-used-in-time", request);
			case NOT_WAITING -> triage("request-waits-for-no-code", request);
			case ANOTHER_SENDER -> triage("another-sender", request);
		};
	}

	private static Settled triage(String reason, UUID request) {
		return new Settled(End.TRIAGE, reason, request);
	}

}
