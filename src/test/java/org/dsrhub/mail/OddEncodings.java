package org.dsrhub.mail;

import org.dsrhub.mail.OddMail.End;

import static org.dsrhub.mail.Eml.base64;
import static org.dsrhub.mail.Eml.file;
import static org.dsrhub.mail.Eml.text;
import static org.dsrhub.mail.Eml.utf8;

/**
 * Bytes that are not the letters they are said to be.
 */
final class OddEncodings extends OddTopic {

	OddEncodings() {
		odd("charset-unknown", End.REQUEST, "text='Gr\u00FC\u00DFe'", (mail) -> mail.multipart("mixed",
				"Content-Type: text/plain; charset=x-klingon\r\n\r\n" + utf8("Gr\u00FC\u00DFe"), mail.request()));
		odd("charset-wrong", End.REQUEST, "text='Gr\u00FC\u00DFe'", (mail) -> mail.multipart("mixed",
				"Content-Type: text/plain; charset=utf-8\r\n\r\nGr\u00FC\u00DFe", mail.request()));
		odd("charset-with-a-path", End.REQUEST, "", (mail) -> mail.multipart("mixed",
				"Content-Type: text/plain; charset=\"../../etc/passwd\"\r\n\r\nSee the file.", mail.request()));
		odd("charset-us-ascii-with-8-bits", End.REQUEST, "text='Gr\u00FC\u00DFe'", (mail) -> mail.multipart("mixed",
				"Content-Type: text/plain; charset=us-ascii\r\n\r\n" + utf8("Gr\u00FC\u00DFe"), mail.request()));
		odd("base64-garbage", End.TRIAGE, "fault=broken-encoding", (mail) -> mail.multipart("mixed",
				file("request.json", "").replace("base64\r\n\r\n", "base64\r\n\r\n{\"tenant\":\"contoso\"}!!")));
		odd("base64-cut-off", End.TRIAGE, "fault=broken-encoding", (mail) -> mail.multipart("mixed",
				file("request.json", "").replace("base64\r\n\r\n", "base64\r\n\r\neyJhIjo")));
		odd("base64-text-garbage", End.TRIAGE, "fault=broken-encoding", (mail) -> mail
			.whole("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nno base64 at all?\r\n"));
		odd("quoted-printable-garbage", End.REQUEST, "text='a=ZZb=/c='", (mail) -> mail.multipart("mixed",
				"Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=ZZb=3D\r\nc=3D\r\n",
				mail.request()));
		odd("encoding-unknown", End.TRIAGE, "fault=broken-encoding",
				(mail) -> mail.whole("Content-Type: text/plain\r\nContent-Transfer-Encoding: rot13\r\n\r\nx\r\n"));
		odd("uuencode-in-the-text", End.ERROR_ANSWER, "text='begin 644 ../../x.json/#8WF$/`/end' files=[]",
				(mail) -> mail.whole(text("begin 644 ../../x.json\r\n#8WF$\r\n`\r\nend")));
		odd("uuencode-as-encoding", End.TRIAGE, "fault=broken-encoding",
				(mail) -> mail.whole("Content-Type: application/json\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n"
						+ "begin 644 ../../x.json\r\n#0V%T\r\n`\r\nend\r\n"));
		odd("nul-in-the-text", End.REQUEST, "",
				(mail) -> mail.multipart("mixed", text("See\u0000 the file."), mail.request()));
	}

}
