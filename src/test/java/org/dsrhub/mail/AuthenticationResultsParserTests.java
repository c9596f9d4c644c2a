package org.dsrhub.mail;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AuthenticationResultsParserTests {

	/**
	 * The examples of RFC 8601, appendix B, what known servers write, and what breaks the
	 * grammar.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '!', quoteCharacter = '`', value = { "example.org 1; none ! example.org []",
			"example.com; spf=pass smtp.mailfrom=example.net ! example.com [spf pass {smtp.mailfrom=example.net}]",
			"example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; spf=pass smtp.mailfrom=example.net"
					+ " ! example.com [auth pass {smtp.auth=sender@example.net}, spf pass {smtp.mailfrom=example.net}]",
			"example.com; dkim=pass (good signature) header.d=example.com ! example.com [dkim pass {header.d=example.com}]",
			"foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail policy"
					+ " (A dot can go here) . (like that) expired (this surprised me) = (as I wasn't expecting it)"
					+ " 1362471462 ! foo.example.net [dkim fail {policy.expired=1362471462}]",
			"mx.google.com; dkim=pass header.i=@x.example header.s=a header.b=AbC/1=; spf=pass (google.com: domain of a@x.example"
					+ " designates 192.0.2.1 as permitted sender) smtp.mailfrom=a@x.example"
					+ " ! mx.google.com [dkim pass {header.b=AbC/1=, header.i=@x.example, header.s=a}, spf pass {smtp.mailfrom=a@x.example}]",
			"spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x.example; dmarc=pass action=none header.from=x.example;compauth=pass reason=100"
					+ " ! null [spf pass {smtp.mailfrom=x.example}, dmarc pass {action=none, header.from=x.example}, compauth pass {reason=100}]",
			"X.Example; DMARC=Pass Header.From=X.Example; ! x.example [dmarc pass {header.from=X.Example}]",
			"x; spf=pass smtp.mailfrom=\"a b;(c\\\")\"@d.example ! x [spf pass {smtp.mailfrom=a b;(c\")@d.example}]",
			"x; dmarc=none (p=none (nested) dis=\\)none) header.from=y ! x [dmarc none {header.from=y}]",
			"x; spf=pass smtp.mailfrom=a smtp.mailfrom=b ! x [spf pass {smtp.mailfrom=}]", "x 2; spf=pass ! x []",
			"x; spf/2=pass smtp.mailfrom=a; dkim=pass ! x [dkim pass {}]", "x ! x []", "x; ! x []", "x; spf ! x []",
			"x; dkim=pass; spf= ! x []", "x; spf=pass (never closed ! x []", "x; spf=pass smtp.mailfrom=\"a ! x []",
			"x; =pass ! x []", "x; spf=pass . ! x []", "'' ! '' []", "( ! none", "; ! none" })
	void a_field_is_read_by_its_grammar_or_not_at_all(String field, String read) {
		assertThat(AuthenticationResultsParser.parse(field).map(AuthenticationResultsParserTests::told).orElse("none"))
			.isEqualTo(read);
	}

	private static String told(AuthenticationResults results) {
		return results.server() + " "
				+ results.results()
					.stream()
					.map((result) -> "%s %s %s".formatted(result.method(), result.result(),
							new java.util.TreeMap<>(result.properties())))
					.toList();
	}

}
