package org.dsrhub.mail;

import org.dsrhub.mail.OddMail.End;

import static org.dsrhub.mail.Eml.PASS;
import static org.dsrhub.mail.Eml.text;
import static org.dsrhub.mail.Eml.utf8;

/**
 * Fields of the header.
 */
final class OddHeaders extends OddTopic {

	OddHeaders() {
		odd("header-of-one-megabyte", End.TRIAGE, "fault=header-too-long",
				(mail) -> mail.add("X-Long: " + "a\r\n ".repeat(400_000)));
		odd("header-too-long-before-from", End.TRIAGE,
				"fault=header-too-long id=none from=null sender=failed subject=''",
				(mail) -> mail.trace(PASS, "X-Long: " + "a\r\n ".repeat(100_000)));
		odd("header-of-10000-fields", End.REQUEST, "", (mail) -> mail.add("X-Many: x\r\n".repeat(9_999) + "X-Many: x"));
		odd("header-of-a-part-too-long", End.TRIAGE, "fault=header-too-long",
				(mail) -> mail.multipart("mixed", "X-Long: " + "a\r\n ".repeat(100_000) + "\r\n" + text("x")));
		odd("header-of-camel", End.REQUEST, "", (mail) -> mail.add("CamelHttpUri: http://169.254.169.254/",
				"CamelFileName: ../../etc/passwd", "CamelHttpMethod: DELETE"));
		odd("header-of-smtp", End.REQUEST, "",
				(mail) -> mail.add("mail.smtp.host: evil.example", "mail.smtps.port: 25"));
		odd("header-of-moving", End.REQUEST, "", (mail) -> mail.add("moveTo: Trash", "copyTo: Trash", "delete: true"));
		odd("header-without-colon", End.REQUEST, "", (mail) -> mail.add("this is no field"));
		odd("header-of-8-bits", End.REQUEST, "subject='Anfrage f\u00FCr \u00C5se'",
				(mail) -> mail.set("Subject", utf8("Anfrage f\u00FCr \u00C5se")));
		odd("header-of-windows-1252", End.REQUEST, "subject='Anfrage f\u00FCr'",
				(mail) -> mail.set("Subject", "Anfrage f\u00FCr"));
		odd("subject-injects-a-header", End.REQUEST, "subject='Hi Bcc: all@contoso.example x'",
				(mail) -> mail.set("Subject", "=?utf-8?q?Hi=0D=0ABcc:_all@contoso.example=0D=0A=0D=0Ax?="));
		odd("subject-turns-around", End.REQUEST, "subject='exe.txt'",
				(mail) -> mail.set("Subject", "=?utf-8?q?=E2=80=AEexe=2Etxt?="));
		odd("subject-of-an-unknown-charset", End.REQUEST, "subject='=?x-klingon?q?a?='",
				(mail) -> mail.set("Subject", "=?x-klingon?q?a?="));
		odd("subject-of-10000-characters", End.REQUEST, "subject='" + "s".repeat(500) + "'",
				(mail) -> mail.set("Subject", "s".repeat(900) + ("\r\n " + "s".repeat(900)).repeat(10))
					.set("Subject", "s".repeat(10_000)));
		odd("subject-missing", End.REQUEST, "subject=''", (mail) -> mail.without("Subject"));
		odd("date-missing", End.REQUEST, "", (mail) -> mail.without("Date"));
		odd("date-of-year-0", End.REQUEST, "", (mail) -> mail.set("Date", "Mon, 0 Foo 0000 99:99:99 +9999"));
		odd("message-id-missing", End.REQUEST, "id=none", (mail) -> mail.without("Message-ID"));
		odd("message-id-twice", End.REQUEST, "id=none", (mail) -> mail.add("Message-ID: <other@contoso.example>"));
		odd("message-id-of-another-mail", End.REQUEST, "", (mail) -> mail.set("Message-ID", Eml.id("nothing-odd")));
		odd("message-id-injects-a-header", End.REQUEST, "id=none",
				(mail) -> mail.set("Message-ID", "<a\r\n Bcc: all@contoso.example>"));
		odd("references-100000", End.REQUEST, "",
				(mail) -> mail.add("References: " + "<a@b>\r\n ".repeat(20_000) + "<z@z>"));
		odd("content-type-is-garbage", End.ERROR_ANSWER, "text='x' files=[]",
				(mail) -> mail.whole("Content-Type: ;;;===\r\n\r\nx\r\n"));
		odd("content-type-twice", End.ERROR_ANSWER, "text='x' files=[]", (mail) -> mail
			.whole("Content-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nx\r\n"));
		odd("reply-to-somebody-else", End.REQUEST, "", (mail) -> mail.add("Reply-To: victim@fabrikam.example"));
		odd("mbox-line-first", End.REQUEST, "",
				(mail) -> mail.trace("From olga Sat Nov 21 10:00:00 2026", PASS, Eml.BORDER));
	}

}
