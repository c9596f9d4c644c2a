package org.dsrhub.mail;

import org.dsrhub.mail.OddMail.End;

import static org.dsrhub.mail.Eml.BORDER;
import static org.dsrhub.mail.Eml.PASS;
import static org.dsrhub.mail.Eml.file;
import static org.dsrhub.mail.Eml.text;

/**
 * Mails of somebody whom nobody registered.
 */
final class OddStrangers extends OddTopic {

	private static final String STRANGER = "ana@fabrikam.example";

	private static final String NOTHING = "text='' files=[]";

	OddStrangers() {
		String pass = PASS.replace("contoso.example", "fabrikam.example")
			.replace("mx.fabrikam", "mx.contoso")
			.replace("olga@", "ana@");
		String known = "from=" + STRANGER;
		odd("stranger-sends-a-request-file", End.TRIAGE, known,
				(mail) -> mail.trace(pass, BORDER).set("From", STRANGER));
		odd("stranger-writes-nothing", End.TRIAGE, known + " " + NOTHING,
				(mail) -> mail.trace(pass, BORDER).set("From", STRANGER).whole("\r\n"));
		odd("stranger-cannot-be-told", End.TRIAGE, known + " sender=failed text='Give me my data.' files=[]",
				(mail) -> mail.set("From", STRANGER).whole(text("Give me my data.")));
		odd("stranger-is-away", End.IGNORED, known + " machine=reply",
				(mail) -> mail.trace(pass, BORDER).set("From", STRANGER).add("Auto-Submitted: auto-replied"));
		odd("stranger-claims-a-name-like-the-operators", End.TRIAGE, known,
				(mail) -> mail.trace(pass, BORDER).set("From", "\"olga@contoso.example\" <" + STRANGER + ">"));
	}

}
