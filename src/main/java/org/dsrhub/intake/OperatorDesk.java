package org.dsrhub.intake;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.mail.Authenticity;
import org.dsrhub.mail.Automatic;
import org.dsrhub.mail.MailDesk;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.mail.Settled;
import org.dsrhub.mail.Settled.End;
import org.dsrhub.security.Caller;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Takes the mails of registered operators: what they carry is registered on the roles of
 * the tenant's file and answered once. A mail that only says that it is theirs is looked
 * at by a person and not answered, since the answer would go to a stranger's victim.
 */
@Component
@Order(20)
class OperatorDesk implements MailDesk {

	private static final Logger log = LoggerFactory.getLogger(OperatorDesk.class);

	private final Tenants tenants;

	private final MailedFiles files;

	private final IntakeAnswers answers;

	private final FreeSpace space;

	OperatorDesk(Tenants tenants, MailedFiles files, IntakeAnswers answers, FreeSpace space) {
		this.tenants = tenants;
		this.files = files;
		this.answers = answers;
		this.space = space;
	}

	@Override
	public Optional<Settled> take(ReceivedMail mail) throws IOException {
		if (mail.mailbox() != MailboxName.INTAKE || mail.automatic() != Automatic.NO) {
			return Optional.empty();
		}
		List<Caller> operators = Operators.of(this.tenants.get(mail.tenant()), mail.from());
		if (operators.isEmpty()) {
			return Optional.empty();
		}
		if (mail.authenticity() != Authenticity.PASSED) {
			return Optional.of(triage("sender-not-authenticated"));
		}
		if (operators.size() > 1) {
			return Optional.of(triage("operator-twice-in-tenant-file"));
		}
		if (mail.fault() != null) {
			return Optional.of(triage(mail.fault()));
		}
		return Optional.of(take(mail, operators.get(0)));
	}

	private Settled take(ReceivedMail mail, Caller operator) throws IOException {
		this.space.require();
		MailedFiles.Taking taking = this.files.take(mail, operator);
		IntakeAnswers.Told told = this.answers.write(mail, taking);
		log.info("event=mail-taken mail={} tenant={} requests={} bad={}", mail.id(), mail.tenant(), told.taken(),
				told.bad());
		return new Settled(End.TAKEN, told.rule(), told.request());
	}

	private static Settled triage(String reason) {
		return new Settled(End.TRIAGE, reason, null);
	}

}
