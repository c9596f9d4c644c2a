package org.dsrhub.mail;

import org.dsrhub.mail.OddMail.End;

import static org.dsrhub.mail.Eml.file;
import static org.dsrhub.mail.Eml.html;
import static org.dsrhub.mail.Eml.nested;
import static org.dsrhub.mail.Eml.text;

/**
 * Which of the words are the sender's own.
 */
final class OddWords extends OddTopic {

	OddWords() {
		word("html-only", End.REQUEST, "'See the file.'", html(
				"<html><head><title>t</title><style>p{}</style></head><body><p>See&nbsp;the <b>file.</b><script>x</script>"));
		word("html-and-text", End.REQUEST, "'See the file.'",
				nested("alternative", "c", text("See the file."), html("<p>Other.</p>")));
		word("html-and-no-text", End.REQUEST, "'See the file.'",
				nested("alternative", "c", text(" "), html("<p>See the file.</p>")));
		word("html-quotes", End.REQUEST, "'See the file.'", html(
				"<div>See the file.</div><div class=\"gmail_quote\">On Mon, 1 Jan 2026, Ana wrote:<blockquote>code 123456</blockquote></div>"));
		word("html-quotes-as-outlook", End.REQUEST, "'See the file.'", html(
				"<div>See the file.</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\">From: x</div><div>code 123456</div>"));
		word("text-quotes", End.REQUEST, "'See the file.'", text(
				"See the file.\r\n\r\nOn Sat, 21 Nov 2026 at 10:00, DSR\r\n<dsr@contoso.example> wrote:\r\n> code 123456\r\n>> x"));
		word("text-quotes-as-outlook", End.REQUEST, "'See the file.'", text(
				"See the file.\r\n\r\nFrom: dsr@contoso.example\r\nSent: Saturday\r\nTo: Olga\r\nSubject: Code\r\n\r\n123456"));
		word("text-quotes-an-original", End.REQUEST, "'See the file.'",
				text("See the file.\r\n-----Original Message-----\r\n123456"));
		word("text-is-signed", End.REQUEST, "'See the file.'", text("See the file.\r\n-- \r\nOlga\r\nright: erase"));
		word("text-in-two-parts", End.REQUEST, "'See/the file.'", text("See") + "--b\r\n" + text("the file."));
	}

	private void word(String name, End end, String read, String part) {
		odd(name, end, read.equals("'See the file.'") ? "" : "text=" + read,
				(mail) -> mail.multipart("mixed", part, mail.request()));
	}

}
