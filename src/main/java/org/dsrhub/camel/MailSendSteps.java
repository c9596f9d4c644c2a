package org.dsrhub.camel;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import jakarta.mail.MessagingException;
import org.apache.camel.Exchange;
import org.dsrhub.mail.MailLetter;
import org.dsrhub.mail.MailSending;
import org.dsrhub.mail.MailSending.MailToSend;
import org.dsrhub.mail.MailWork;
import org.dsrhub.mail.SendFault;
import org.dsrhub.node.Drain;
import org.dsrhub.problem.UnexpectedFault;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The steps by which a mail is sent.
 */
@Component("mailSend")
@Profile("!check")
class MailSendSteps {

	private static final Logger log = LoggerFactory.getLogger(MailSendSteps.class);

	private final MailSending sending;

	private final Tenants tenants;

	private final MailServers servers;

	private final Clock clock;

	private final Drain drain;

	private final HeldMails held;

	MailSendSteps(MailSending sending, Tenants tenants, MailServers servers, Clock clock, Drain drain, HeldMails held) {
		this.sending = sending;
		this.tenants = tenants;
		this.servers = servers;
		this.clock = clock;
		this.drain = drain;
		this.held = held;
	}

	/**
	 * The mails that this node now sends.
	 */
	List<MailWork> claimDue() {
		return this.held.claim();
	}

	/**
	 * Body: the claimed row; becomes the mail as it goes out. Sets the variables
	 * {@code work}, {@code server}, {@code mailbox} and {@code letter}; the last one is
	 * missing if the claim no longer holds.
	 */
	void begin(Exchange exchange) throws MessagingException {
		MailWork work = exchange.getMessage().getBody(MailWork.class);
		this.held.hold(exchange, work);
		Optional<MailToSend> mail = this.sending.begin(work);
		if (mail.isPresent()) {
			Tenant tenant = this.tenants.get(mail.get().mail().tenant());
			Tenant.Mailbox mailbox = mail.get()
				.mail()
				.mailbox()
				.of(tenant)
				.orElseThrow(() -> new IllegalStateException("tenant=%s has no mailbox %s any more"
					.formatted(tenant.tenant(), mail.get().mail().mailbox().label())));
			MailLetter letter = MailLetter.of(mail.get().mail(), mail.get().messageId(), mailbox.address(),
					this.clock.instant());
			exchange.setVariable("mailbox", MailServers.name(tenant, mail.get().mail().mailbox()));
			exchange.setVariable("server", mailbox.smtp().toString());
			exchange.setVariable("letter", letter);
			exchange.getMessage().setBody(letter);
		}
	}

	/**
	 * The server took it.
	 */
	void sent(Exchange exchange) {
		this.sending.sent(exchange.getVariable("work", MailWork.class));
	}

	/**
	 * After a fault. Where the ledger itself is away, the row is left as it is: its lease
	 * runs out, and the next sweep finds it.
	 */
	void interrupted(Exchange exchange) {
		Exception problem = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
		MailWork work = exchange.getVariable("work", MailWork.class);
		MailLetter letter = exchange.getVariable("letter", MailLetter.class);
		if (this.drain.over() && letter == null) {
			log.info("event=work-left mail={}", work.id());
			return;
		}
		if (problem instanceof DataAccessException || problem instanceof TransactionException || work == null) {
			log.error("event=work-dropped mail={}", (work != null) ? work.id() : null,
					UnexpectedFault.reduced(problem));
			return;
		}
		if (MailboxFaults.login(problem)) {
			this.servers.login(exchange.getVariable("mailbox", String.class)).refused();
		}
		this.sending.failed(work, SendFault.of(problem, letter != null && letter.handing()));
	}

	/**
	 * Keeps what this node sends from running out.
	 */
	void renew() {
		this.held.renew();
	}

}
