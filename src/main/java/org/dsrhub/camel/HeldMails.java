package org.dsrhub.camel;

import org.dsrhub.mail.MailSending;
import org.dsrhub.mail.MailWork;
import org.dsrhub.node.Drain;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The mails that this node sends.
 */
@Component
@Profile("!check")
class HeldMails extends HeldWork<MailWork> {

	HeldMails(Drain drain, MailSending sending) {
		super(drain, sending::claimDue, sending::renew, sending::handBack);
	}

}
