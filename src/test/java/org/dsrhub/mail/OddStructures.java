package org.dsrhub.mail;

import org.dsrhub.mail.OddMail.End;

import static org.dsrhub.mail.Eml.base64;
import static org.dsrhub.mail.Eml.file;
import static org.dsrhub.mail.Eml.html;
import static org.dsrhub.mail.Eml.nested;
import static org.dsrhub.mail.Eml.text;

/**
 * How a mail is put together, and how much of it there is.
 */
final class OddStructures extends OddTopic {

	private static final String NOTHING = "text='' files=[]";

	OddStructures() {
		odd("nothing-odd", End.REQUEST, "", (mail) -> mail);
		odd("no-bytes", End.TRIAGE, "id=none from=null sender=unknown subject='' " + NOTHING, (mail) -> mail.cut(0));
		odd("cut-in-the-header", End.ERROR_ANSWER, NOTHING, (mail) -> mail.cut(400));
		odd("nested-1000-deep", End.TRIAGE, "fault=too-deep", (mail) -> mail.whole(deep(1000)));
		odd("nested-as-deep-as-allowed", End.REQUEST, "", (mail) -> mail.multipart("mixed", deep(9), mail.request()));
		odd("parts-10000", End.TRIAGE, "fault=too-many-parts",
				(mail) -> mail.multipart("mixed", text("x").repeat(1) + ("--b\r\n" + text("x")).repeat(10_000)));
		odd("parts-10000-nested", End.TRIAGE, "fault=too-many-parts",
				(mail) -> mail.multipart("mixed", nested("mixed", "c", "\r\n", ("--c\r\n\r\nx\r\n").repeat(10_000))));
		odd("boundary-missing", End.TRIAGE, "fault=broken-structure",
				(mail) -> mail.whole("Content-Type: multipart/mixed\r\n\r\n--b\r\n" + text("x") + "--b--\r\n"));
		odd("boundary-empty", End.TRIAGE, "fault=broken-structure",
				(mail) -> mail.whole("Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\nx\r\n----\r\n"));
		odd("boundary-of-100000-characters", End.TRIAGE, "fault=broken-structure",
				(mail) -> mail.whole("Content-Type: multipart/mixed; boundary=" + "a".repeat(100_000) + "\r\n\r\n"
						+ ("a".repeat(900) + "\r\n").repeat(1000)));
		odd("boundary-never-begins", End.TRIAGE, "fault=broken-structure",
				(mail) -> mail.whole("Content-Type: multipart/mixed; boundary=b\r\n\r\nx\r\n"));
		odd("boundary-never-ends", End.TRIAGE, "fault=cut-off",
				(mail) -> mail.whole("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + mail.request()));
		odd("boundary-of-the-outer-one", End.TRIAGE, "fault=broken-structure",
				(mail) -> mail.multipart("mixed", nested("mixed", "b", text("x"))));
		odd("multipart-with-no-part", End.TRIAGE, "fault=broken-structure",
				(mail) -> mail.whole("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\n"));
		odd("multipart-in-base64", End.TRIAGE, "fault=broken-structure",
				(mail) -> mail
					.whole("Content-Transfer-Encoding: base64\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
							+ base64("--b\r\n\r\nx\r\n--b--\r\n")));
		odd("preamble-and-epilogue", End.REQUEST, "",
				(mail) -> mail.whole("Content-Type: multipart/mixed; boundary=b\r\n\r\nright: erase\r\n--b\r\n"
						+ text("See the file.") + "--b\r\n" + mail.request() + "--b--\r\nright: erase\r\n"));
		odd("body-empty", End.ERROR_ANSWER, NOTHING, (mail) -> mail.whole("\r\n"));
		odd("body-missing", End.ERROR_ANSWER, NOTHING, (mail) -> mail.whole(""));
		odd("lines-end-in-lf", End.REQUEST, "", (mail) -> mail.ends("\n"));
		odd("lines-end-in-cr", End.REQUEST, "", (mail) -> mail.ends("\r"));
		odd("one-line-of-two-megabytes", End.TRIAGE, "fault=line-too-long",
				(mail) -> mail.whole("\r\n" + "a".repeat(2_000_000)));
		odd("text-of-300-kilobytes", End.TRIAGE, "fault=text-too-long",
				(mail) -> mail.whole("\r\n" + "a b c d e\r\n".repeat(30_000)));
		odd("only-html-of-3-megabytes", End.TRIAGE, "fault=text-too-long",
				(mail) -> mail.whole(html("<p>a</p>\r\n".repeat(300_000))));
		odd("html-100000-deep", End.TRIAGE, "fault=text-too-long",
				(mail) -> mail.whole(html("<div>\r\n".repeat(100_000) + "x")));
		odd("html-15000-deep", End.ERROR_ANSWER, "text='x' files=[]",
				(mail) -> mail.whole(html("<div>\r\n".repeat(15_000) + "x")));
		odd("html-of-tables-that-never-end", End.ERROR_ANSWER, "text='" + "x//".repeat(5999) + "x' files=[]",
				(mail) -> mail.whole(html("<table><tr><b>x".repeat(6000))));
		odd("mail-of-60-megabytes", End.TRIAGE, "fault=mail-too-long",
				(mail) -> mail.multipart("mixed", file("big.json", " ".repeat(45_000_000))));
	}

	private static String deep(int levels) {
		StringBuilder open = new StringBuilder();
		for (int i = 0; i < levels; i++) {
			open.append("Content-Type: multipart/mixed; boundary=\"d%d\"\r\n\r\n--d%d\r\n".formatted(i, i));
		}
		open.append(text("See the file."));
		for (int i = levels - 1; i >= 0; i--) {
			open.append("\r\n--d%d--\r\n".formatted(i));
		}
		return open.toString();
	}

}
