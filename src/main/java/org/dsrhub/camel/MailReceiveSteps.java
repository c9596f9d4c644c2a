package org.dsrhub.camel;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;

import jakarta.mail.Flags;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailConstants;
import org.apache.camel.component.mail.MailMessage;
import org.dsrhub.mail.InboundMail;
import org.dsrhub.mail.InboundMails;
import org.dsrhub.mail.MailSorting;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.MailboxTurns;
import org.dsrhub.mail.Settled;
import org.dsrhub.problem.UnexpectedFault;
import org.dsrhub.request.TooManyOpen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The steps by which a mail is taken: kept, sorted, and moved last, so that a kill at any
 * point lets the next poll finish it.
 */
@Component("mailReceive")
@Profile("!check")
class MailReceiveSteps {

	private static final Logger log = LoggerFactory.getLogger(MailReceiveSteps.class);

	private final InboundMails mails;

	private final MailSorting sorting;

	private final MailboxTurns turns;

	private final Clock clock;

	MailReceiveSteps(InboundMails mails, MailSorting sorting, MailboxTurns turns, Clock clock) {
		this.mails = mails;
		this.sorting = sorting;
		this.turns = turns;
		this.clock = clock;
	}

	/**
	 * Takes down the mail of the exchange. Reads the variables {@code tenant} and
	 * {@code mailbox}, sets {@code mail}.
	 */
	void keep(Exchange exchange) throws IOException, MessagingException {
		Message message = message(exchange);
		String tenant = exchange.getVariable("tenant", String.class);
		MailboxName mailbox = MailboxName.of(exchange.getVariable("mailbox", String.class));
		exchange.setVariable("mail", this.mails.begin(tenant, mailbox, receivedAt(message), (output) -> {
			try {
				message.writeTo(output);
			}
			catch (MessagingException ex) {
				throw new IOException("the server does not give the mail", ex);
			}
		}));
	}

	/**
	 * Ends the mail and says into which folder it goes.
	 */
	void sort(Exchange exchange) throws IOException, MessagingException {
		InboundMail mail = exchange.getVariable("mail", InboundMail.class);
		Settled settled = this.sorting.sort(mail);
		// The administrator's mailbox may be a person's own, and what they flagged
		// theirs.
		if (mail.mailbox() == MailboxName.INTAKE && message(exchange).isSet(Flags.Flag.FLAGGED)) {
			message(exchange).setFlag(Flags.Flag.FLAGGED, false);
		}
		exchange.getMessage()
			.setHeader(MailConstants.MAIL_MOVE_TO,
					MailboxFolders.name(message(exchange).getFolder().getStore(), settled.end()));
	}

	/**
	 * After a fault: the mail stays where it is, to be tried at the next poll. One that
	 * asks for what cannot be taken now is flagged, and so left out until it can.
	 */
	void interrupted(Exchange exchange) throws MessagingException {
		Exception problem = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
		InboundMail mail = exchange.getVariable("mail", InboundMail.class);
		if (problem instanceof TooManyOpen) {
			this.mails.putOff(mail);
			message(exchange).setFlag(Flags.Flag.FLAGGED, true);
			return;
		}
		log.error("event=mail-interrupted tenant={} mailbox={} mail={} attempts={}", exchange.getVariable("tenant"),
				exchange.getVariable("mailbox"), (mail != null) ? mail.id() : null,
				(mail != null) ? mail.attempts() : 0, UnexpectedFault.reduced(problem));
	}

	/**
	 * Holds the mailboxes that this node is reading.
	 */
	void renew() {
		this.turns.renew();
	}

	/**
	 * Deletes what a node that was killed left of mails.
	 */
	void tidy() {
		this.mails.tidy();
	}

	private static Message message(Exchange exchange) {
		return exchange.getMessage(MailMessage.class).getOriginalMessage();
	}

	private Instant receivedAt(Message message) throws MessagingException {
		return (message.getReceivedDate() != null) ? message.getReceivedDate().toInstant() : this.clock.instant();
	}

}
