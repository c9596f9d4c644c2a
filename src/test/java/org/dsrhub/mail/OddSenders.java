package org.dsrhub.mail;

import org.dsrhub.mail.OddMail.End;

import static org.dsrhub.mail.Eml.utf8;

/**
 * Who says to have sent it.
 */
final class OddSenders extends OddTopic {

	OddSenders() {
		odd("from-missing", End.TRIAGE, "from=null sender=failed", (mail) -> mail.without("From"));
		from("from-empty", "null", "");
		from("from-of-two-people", "null", "olga@contoso.example, eve@evil.example");
		from("from-is-a-group", "null", "Operators: olga@contoso.example;");
		from("from-without-a-host", "null", "olga");
		from("from-has-nul", "null", "olga@contoso.example\u0000@evil.example");
		from("from-turns-around", "null", utf8("olga\u202E@contoso.example"));
		from("from-has-an-unseen-letter", "null", utf8("olga@con\u200Btoso.example"));
		from("from-is-an-encoded-word", "null", "=?utf-8?q?olga=40contoso=2Eexample?=");
		from("from-is-in-quotes", "null", "\"olga@contoso.example\"");
		from("from-shows-another-address", "eve@evil.example", "\"olga@contoso.example\" <eve@evil.example>");
		from("from-shows-another-address-bare", "eve@evil.example", "olga@contoso.example <eve@evil.example>");
		from("from-shows-another-address-encoded", "eve@evil.example",
				"=?utf-8?q?olga=40contoso=2Eexample_=3C?= <eve@evil.example>");
		from("from-shows-another-address-in-a-comment", "eve@evil.example", "eve@evil.example (olga@contoso.example)");
		from("from-has-a-quoted-local-part", "\"olga@contoso.example\"@evil.example",
				"\"olga@contoso.example\"@evil.example");
		from("from-is-a-lookalike", "olga@xn--contos-1qf.example", utf8("olga@contos\u043E.example"));
		odd("from-twice", End.TRIAGE, "from=null sender=failed", (mail) -> mail.add("From: eve@evil.example"));
		odd("from-in-capitals", End.REQUEST, "", (mail) -> mail.set("From", "OLGA@Contoso.EXAMPLE"));
		odd("from-folded", End.REQUEST, "", (mail) -> mail.set("From", "Olga\r\n <olga@contoso.example>"));
		odd("sender-is-somebody-else", End.REQUEST, "", (mail) -> mail.add("Sender: eve@evil.example"));
		odd("sender-is-the-operator", End.TRIAGE, "from=eve@evil.example sender=failed",
				(mail) -> mail.set("From", "eve@evil.example").add("Sender: " + Eml.OPERATOR));
	}

	private void from(String name, String address, String field) {
		odd(name, End.TRIAGE, "from=" + address + " sender=failed", (mail) -> mail.set("From", field));
	}

}
