package org.dsrhub.mail;

import java.nio.charset.StandardCharsets;

import org.dsrhub.mail.OddMail.End;

import static org.dsrhub.mail.Eml.base64;
import static org.dsrhub.mail.Eml.file;
import static org.dsrhub.mail.Eml.html;
import static org.dsrhub.mail.Eml.nested;
import static org.dsrhub.mail.Eml.text;
import static org.dsrhub.mail.Eml.utf8;

/**
 * What is attached, and what it is called.
 */
final class OddFiles extends OddTopic {

	OddFiles() {
		named("file-climbs-out", "../../../etc/cron.d/x.json", "x.json");
		named("file-climbs-out-of-windows", "..\\\\..\\\\x.json", "x.json");
		named("file-is-absolute", "/etc/passwd", "passwd");
		named("file-is-a-drive", "C:x.json", "C_x.json");
		named("file-is-a-stream", "x.json::$DATA", "x.json__$DATA");
		named("file-is-a-device", "nul.json", "_nul.json");
		named("file-is-dots", "..", "attachment-1.json");
		named("file-is-empty", "", "attachment-1.json");
		named("file-turns-around", "=?utf-8?q?request=E2=80=AEnosj=2Eexe?=", "requestnosj.exe");
		named("file-injects-a-header", "=?utf-8?q?a=0D=0AX-Evil:_1=2Ejson?=", "a X-Evil_ 1.json");
		named("file-has-nul", "=?utf-8?q?a.json=00.exe?=", "a.json.exe");
		named("file-of-10000-characters", "n".repeat(10_000) + ".json", "n".repeat(75) + ".json");
		named("file-ends-in-dots-and-spaces", "dots.json. . ", "dots.json");
		named("file-of-emoji", "=?utf-8?b?" + base64(utf8("\uD83D\uDE00".repeat(60))).replaceAll("\\s", "") + "?=",
				"\uD83D\uDE00".repeat(40));
		odd("file-in-rfc-2231", End.REQUEST, "files=[pr\u00F8v\u0430.json]",
				(mail) -> mail.multipart("mixed", text("See the file."), mail.request()
					.replace("filename=\"request.json\"", "filename*0*=utf-8''pr%C3%B8v; filename*1*=%D0%B0.json")));
		odd("files-of-one-name", End.REQUEST, "files=[request.json, Request (2).json]",
				(mail) -> mail.multipart("mixed", text("See the file."), mail.request(),
						mail.request().replace("request.json", "Request.json")));
		odd("file-without-a-name", End.REQUEST, "files=[attachment-1.json]", (mail) -> mail.multipart("mixed",
				text("See the file."), "Content-Type: application/json\r\n\r\n" + mail.json()));
		odd("file-is-a-zip-bomb", End.ERROR_ANSWER, "files=[bomb.zip]",
				(mail) -> mail.multipart("mixed", text("See the file."),
						"Content-Type: application/zip; name=bomb.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
								+ Bomb.base64()));
		odd("file-is-a-mail", End.ERROR_ANSWER, "files=[attachment-1.eml]",
				(mail) -> mail
					.whole(nested("mixed", "outer", text("See the file."), "Content-Type: message/rfc822\r\n\r\n"
							+ new String(Eml.of("inner").bytes(), StandardCharsets.ISO_8859_1))));
		odd("file-is-an-invitation", End.ERROR_ANSWER, "text='Come.' files=[attachment-1.ics]",
				(mail) -> mail.whole(nested("alternative", "b", text("Come."),
						"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")));
		odd("file-is-tnef", End.ERROR_ANSWER, "files=[winmail.dat]", (mail) -> mail.multipart("mixed",
				text("See the file."),
				"Content-Type: application/ms-tnef; name=\"winmail.dat\"\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+IgAA\r\n"));
		odd("file-is-html", End.ERROR_ANSWER, "files=[page.html]", (mail) -> mail.multipart("mixed",
				text("See the file."),
				"Content-Type: text/html; name=page.html\r\nContent-Disposition: attachment\r\n\r\n<script>x</script>\r\n"));
		odd("file-is-broken-json", End.ERROR_ANSWER, "",
				(mail) -> mail.multipart("mixed", text("See the file."), file("request.json", "{\"tenant\":")));
		odd("file-asks-for-another-tenant", End.ERROR_ANSWER, "", (mail) -> mail.multipart("mixed",
				text("See the file."), file("request.json", mail.json().replace("\"contoso\"", "\"fabrikam\""))));
		odd("signed-with-smime", End.REQUEST, "files=[request.json, smime.p7s]", (mail) -> mail.whole(nested("signed",
				"s", nested("mixed", "b", text("See the file."), mail.request()),
				"Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAA\r\n")));
		odd("encrypted-with-smime", End.ERROR_ANSWER, "text='' files=[smime.p7m]", (mail) -> mail.whole(
				"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAA\r\n"));
		odd("encrypted-with-pgp", End.ERROR_ANSWER, "text='' files=[attachment-1.bin, encrypted.asc]", (mail) -> mail
			.whole(nested("encrypted", "p", "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n",
					"Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n")));
		odd("message-partial", End.ERROR_ANSWER, "text='' files=[attachment-1.partial]",
				(mail) -> mail
					.whole("Content-Type: message/partial; id=\"x@y\"; number=1; total=3\r\n\r\nSubject: x\r\n\r\n"
							+ mail.json()));
		odd("message-external-body", End.ERROR_ANSWER, "text='' files=[attachment-1.bin]", (mail) -> mail.whole(
				"Content-Type: message/external-body; access-type=URL; URL=\"http://169.254.169.254/\"\r\n\r\nContent-Type: application/json\r\n\r\n"));
	}

	private void named(String name, String stated, String safe) {
		boolean request = safe.endsWith(".json");
		odd(name, request ? End.REQUEST : End.ERROR_ANSWER, "files=[" + safe + "]", (mail) -> mail.multipart("mixed",
				text("See the file."), mail.request().replace("request.json", stated)));
	}

}
