package org.dsrhub.mail;

import org.dsrhub.mail.OddMail.End;

import static org.dsrhub.mail.Eml.nested;
import static org.dsrhub.mail.Eml.text;

/**
 * Mails that no person wrote.
 */
final class OddMachines extends OddTopic {

	OddMachines() {
		machine("absence-note", "reply", "Auto-Submitted: auto-replied");
		machine("written-by-a-machine", "reply", "Auto-Submitted: auto-generated; owner=x");
		machine("exchange-says-do-not-answer", "reply", "X-Auto-Response-Suppress: All");
		machine("precedence-auto-reply", "reply", "Precedence: auto_reply");
		machine("precedence-bulk", "list", "Precedence: bulk");
		machine("precedence-junk", "list", "Precedence: Junk");
		machine("list-by-id", "list", "List-Id: <all.contoso.example>");
		machine("list-by-unsubscribe", "list", "List-Unsubscribe: <https://contoso.example/>");
		machine("list-by-post", "list", "List-Post: NO");
		machine("sender-is-nobody", "bounce", "Return-Path: <>");
		odd("auto-submitted-no", End.REQUEST, "", (mail) -> mail.add("Auto-Submitted: no (really)"));
		odd("mailer-daemon", End.IGNORED, "from=mailer-daemon@contoso.example machine=bounce",
				(mail) -> mail.set("From", "Mail Delivery System <MAILER-DAEMON@contoso.example>"));
		bounce("bounce", "failed", "message/rfc822", "bounced=[<sent@contoso.example>]");
		bounce("bounce-with-headers-only", "failed", "text/rfc822-headers", "bounced=[<sent@contoso.example>]");
		bounce("bounce-that-only-tells-of-a-delay", "delayed", "message/rfc822", "");
		bounce("bounce-of-no-mail", "failed", "text/x-other", "files=[attachment-1.bin]");
		odd("bounce-that-is-no-report", End.IGNORED,
				"machine=bounce text='Action: failed/Message-ID: <sent@contoso.example>' files=[]",
				(mail) -> mail.add("Return-Path: <>")
					.whole(text("Action: failed\r\nMessage-ID: <sent@contoso.example>")));
		odd("read-receipt", End.IGNORED, "machine=reply text='I read it.' files=[attachment-1.bin]", (mail) -> mail
			.whole(nested("report; report-type=disposition-notification", "b", text("I read it."),
					"Content-Type: message/disposition-notification\r\n\r\nOriginal-Message-ID: <sent@contoso.example>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n")));
	}

	private void machine(String name, String kind, String field) {
		odd(name, End.IGNORED, "machine=" + kind, (mail) -> mail.add(field));
	}

	private void bounce(String name, String action, String type, String read) {
		boolean none = !read.startsWith("files");
		odd(name, End.IGNORED, ("machine=bounce text='It came back.' " + (none ? "files=[] " : "") + read).strip(),
				(mail) -> mail.whole(nested("report; report-type=delivery-status", "b", text("It came back."),
						"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.contoso.example\r\n\r\n"
								+ "Final-Recipient: rfc822; x@fabrikam.example\r\nAction: " + action
								+ "\r\nStatus: 5.1.1\r\n",
						"Content-Type: " + type
								+ "\r\n\r\nMessage-ID: <sent@contoso.example>\r\nReferences: <other@contoso.example>\r\n\r\nMessage-ID: <no@contoso.example>\r\n")));
	}

}
