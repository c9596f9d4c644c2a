package org.dsrhub.mail;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.dsrhub.mail.Settled.End;
import org.springframework.stereotype.Component;

/**
 * Takes the reports that a mail could not be delivered (RFC 3464), before any desk does:
 * the mails of the hub's that they are about have come back.
 */
@Component
class Bounces {

	private final MailOutbox outbox;

	private final MailSending sending;

	Bounces(MailOutbox outbox, MailSending sending) {
		this.outbox = outbox;
		this.sending = sending;
	}

	/**
	 * Ends a mail that reports on mails of this mailbox. Any other report is for the
	 * desks: not every server says in its report which mail it is about.
	 */
	Optional<Settled> take(ReceivedMail mail) {
		var ours = mail.bounced()
			.stream()
			.map((messageId) -> this.outbox.find(mail.tenant(), List.of(messageId)))
			.flatMap(Optional::stream)
			// Whoever got a mail knows its Message-ID, and could report it elsewhere.
			.filter((sent) -> sent.mailbox() == mail.mailbox())
			.toList();
		ours.forEach(this.sending::bounced);
		if (ours.isEmpty()) {
			return Optional.empty();
		}
		return Optional.of(new Settled(End.IGNORED, "bounce",
				ours.stream().map(SentMail::request).filter(Objects::nonNull).findFirst().orElse(null)));
	}

}
