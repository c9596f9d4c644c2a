package org.dsrhub.mail;

import org.dsrhub.mail.OddMail.End;

import static org.dsrhub.mail.Eml.BORDER;
import static org.dsrhub.mail.Eml.PASS;

/**
 * What servers said about it, and who says that they did.
 */
final class OddServers extends OddTopic {

	OddServers() {
		String evil = "Received: from evil.example (evil.example [198.51.100.9]) by mx.contoso.example with ESMTP id 2; Sat, 21 Nov 2026 10:00:00 +0000";
		String inner = "Received: from mx.contoso.example by store.contoso.example with ESMTP id 3; Sat, 21 Nov 2026 10:00:01 +0000";
		String local = "Received: from mx.contoso.example ([10.0.0.1]) by mx.contoso.example with LMTP id 4; Sat, 21 Nov 2026 10:00:02 +0000";
		server("results-missing", End.TRIAGE, "unknown", BORDER);
		server("results-none", End.TRIAGE, "unknown", "Authentication-Results: mx.contoso.example; none", BORDER);
		server("results-garbage", End.TRIAGE, "unknown", "Authentication-Results: mx.contoso.example; spf=", BORDER);
		server("results-of-a-lookalike-server", End.TRIAGE, "unknown", PASS.replace("mx.contoso", "mx.cont0so"),
				BORDER);
		server("results-of-a-longer-server", End.TRIAGE, "unknown",
				PASS.replace("mx.contoso.example", "mx.contoso.example.evil.example"), BORDER);
		server("results-forged-by-the-sender", End.TRIAGE, "unknown", evil, PASS);
		server("results-forged-below-the-servers-own", End.TRIAGE, "failed", PASS.replace("pass", "fail"), evil, PASS);
		server("results-forged-below-an-inner-hop", End.TRIAGE, "unknown", inner, evil, PASS);
		server("results-forged-with-a-hop-of-the-servers", End.TRIAGE, "unknown", evil, PASS, BORDER);
		server("results-forged-by-a-false-delivery", End.TRIAGE, "unknown",
				evil.replace("from evil.example", "from x by y with LMTP"), PASS);
		server("results-forged-in-a-comment", End.TRIAGE, "failed",
				"Authentication-Results: mx.contoso.example; dmarc=fail (dmarc=pass header.from=contoso.example) header.from=contoso.example",
				BORDER);
		server("results-forged-in-a-quoted-sender", End.TRIAGE, "failed",
				"Authentication-Results: mx.contoso.example; spf=pass smtp.mailfrom=\"; dmarc=pass header.from=contoso.example; \"@evil.example",
				BORDER);
		server("results-of-an-inner-hop", End.REQUEST, "passed", inner, PASS, BORDER);
		server("results-below-the-delivery", End.REQUEST, "passed", local, PASS, BORDER);
		server("results-in-capitals", End.REQUEST, "passed", PASS.replace("mx.contoso.example", "MX.Contoso.Example"),
				BORDER);
		server("results-for-another-domain", End.TRIAGE, "failed",
				PASS.replace("contoso.example;", "evil.example;")
					.replace("mx.evil", "mx.contoso")
					.replace("header.from=contoso", "header.from=evil")
					.replace("mailfrom=olga@contoso", "mailfrom=olga@evil"),
				BORDER);
		server("results-of-arc-only", End.TRIAGE, "unknown",
				PASS.replace("Authentication-Results:", "ARC-Authentication-Results: i=1;"), BORDER);
		server("results-of-exchange-online", End.TRIAGE, "unknown",
				"Authentication-Results: spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=contoso.example; dmarc=pass action=none header.from=contoso.example;compauth=pass reason=100",
				evil.replace("mx.contoso", "mx.other"));
	}

	private void server(String name, End end, String sender, String... trace) {
		odd(name, end, sender.equals("passed") ? "" : "sender=" + sender, (mail) -> mail.trace(trace));
	}

}
