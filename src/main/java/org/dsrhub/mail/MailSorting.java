package org.dsrhub.mail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.dsrhub.mail.Settled.End;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Shows a mail that came to those who may know what it is about, and ends it.
 */
@Component
public class MailSorting {

	private static final Logger log = LoggerFactory.getLogger(MailSorting.class);

	/** A mail that fails as often waits for a person, so that it never blocks others. */
	private static final int ATTEMPTS = 3;

	private final InboundMails mails;

	private final MailFiles files;

	private final KeptMails kept;

	private final Bounces bounces;

	private final List<MailDesk> desks;

	MailSorting(InboundMails mails, MailFiles files, KeptMails kept, Bounces bounces, List<MailDesk> desks) {
		this.mails = mails;
		this.files = files;
		this.kept = kept;
		this.bounces = bounces;
		this.desks = desks;
	}

	/**
	 * Ends a mail that was begun; nothing happens to one that is ended.
	 * @return how it ended
	 * @throws IOException if the data folder cannot be read or written now
	 */
	public Settled sort(InboundMail mail) throws IOException {
		if (mail.settled() != null) {
			return mail.settled();
		}
		Settled settled;
		try {
			settled = this.mails.settle(mail, judge(mail));
		}
		catch (IOException | DataAccessException | TransactionException ex) {
			// A disk, a database or another node that is slow is no fault of the mail.
			this.mails.discount(mail);
			throw ex;
		}
		log.info("event=mail-settled mail={} tenant={} mailbox={} end={}{}{}", mail.id(), mail.tenant(),
				mail.mailbox().label(), settled.end().label(),
				(settled.reason() != null) ? " reason=\"" + settled.reason() + "\"" : "",
				(settled.request() != null) ? " request=" + settled.request() : "");
		return settled;
	}

	private Settled judge(InboundMail mail) throws IOException {
		Optional<Path> eml = this.files.eml(mail);
		if (eml.isEmpty()) {
			return new Settled(End.TRIAGE, "too-large", null);
		}
		if (mail.attempts() > ATTEMPTS) {
			return new Settled(End.TRIAGE, "unreadable", null);
		}
		try {
			return ask(this.kept.read(mail, eml.get(), this.files.workFolder(mail)));
		}
		finally {
			this.files.deleteWork(mail);
		}
	}

	private Settled ask(ReceivedMail mail) throws IOException {
		Optional<Settled> bounce = this.bounces.take(mail);
		if (bounce.isPresent()) {
			return bounce.get();
		}
		if (mail.fault() != null) {
			return new Settled(End.TRIAGE, mail.fault(), null);
		}
		for (MailDesk desk : this.desks) {
			Optional<Settled> settled = desk.take(mail);
			if (settled.isPresent()) {
				return settled.get();
			}
		}
		return (mail.automatic() != Automatic.NO)
				? new Settled(End.IGNORED, mail.automatic().name().toLowerCase(Locale.ROOT), null)
				: new Settled(End.TRIAGE, "not-recognised", null);
	}

}
