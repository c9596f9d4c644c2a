package org.dsrhub.mail;

import java.util.List;
import java.util.stream.Stream;

import org.dsrhub.mail.MailHeader.Field;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The header of each case from its top, a field a sign: A and B are results of two
 * servers, x those of a server without a name, the rest Received lines.
 */
class ServersWordTests {

	private static final String ONLINE = "mail.protection.outlook.com";

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "A, mx.a.example, A", "A e, mx.a.example, A", "e A, mx.a.example, -",
			"A A e, mx.a.example, A", "B A e, mx.a.example, A", "B e A, mx.a.example, -", "i A e, mx.a.example, A",
			"i e A, mx.a.example, -", "i l A e, mx.a.example, A", "l A e, mx.a.example, A", "l e A, mx.a.example, -",
			"f A, mx.a.example, -", "i A, mx.a.example, -", "A i, mx.a.example, A", "A e, MX.A.Example, A",
			"A e, a.example, -", "A e, -, -", "x e, mx.a.example, x", "x, mx.a.example, -", "x i, mx.a.example, -",
			"e x, mx.a.example, -", "o x o2, mail.protection.outlook.com, x", "o o2 x, mail.protection.outlook.com, -",
			"o o2 x o2, mail.protection.outlook.com, -" })
	void only_the_topmost_above_the_servers_own_line_is_believed(String header, String server, String believed) {
		List<Field> fields = Stream.of(header.split(" ")).map(ServersWordTests::field).toList();
		String name = ServersWord.of(new MailHeader(fields, true), server)
			.map((results) -> switch (String.valueOf(results.server())) {
				case "mx.a.example" -> "A";
				case "null" -> "x";
				default -> "B";
			})
			.orElse(null);
		assertThat(name).isEqualTo(believed);
	}

	private static Field field(String sign) {
		return switch (sign) {
			case "A" -> new Field("authentication-results", "mx.a.example; spf=pass");
			case "B" -> new Field("authentication-results", "mx.b.example; spf=pass");
			case "x" ->
				new Field("authentication-results", "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x.example");
			case "e" -> received("from evil.example (evil.example [192.0.2.1]) by mx.a.example with ESMTPS id 1");
			case "f" -> received("from by store.a.example with LMTP (evil) by mx.a.example with ESMTP id 1");
			case "i" -> received("from mx.a.example by store.b.example with ESMTP id 1");
			case "l" -> received("from mx.a.example ([192.0.2.1]) by mx.a.example with LMTP id 1 for <a@a.example>");
			case "o" ->
				received("from DB8.outlook.com (2603::1) by AM0.prod.outlook.com with Microsoft SMTP Server id 1");
			default ->
				received("from x.example (192.0.2.1) by DB5." + ONLINE + " (10.0.0.1) with Microsoft SMTP Server id 1");
		};
	}

	private static Field received(String line) {
		return new Field("received", line + "; Sat, 21 Nov 2026 10:00:00 +0000");
	}

}
