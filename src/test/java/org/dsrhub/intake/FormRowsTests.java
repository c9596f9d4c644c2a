package org.dsrhub.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The short form of requests in a mail's words.
 */
class FormRowsTests {

	static Stream<Arguments> forms() {
		String ana = "1 {tenant:contoso,subject:{email:ana@contoso.example},right:access}";
		return Stream.of(arguments("one request", "email: ana@contoso.example\nright: access", ana),
				arguments("blank lines and spaces", "\n\n  email :  ana@contoso.example \r\n\r\nright:access\n",
						ana.replaceFirst("1", "3")),
				arguments("capital letters of a telephone", "Email: ana@contoso.example\nRight: access", ana),
				arguments("no-break spaces", "email:\u00A0ana@contoso.example\u00A0\nright:\u00A0access", ana),
				arguments("a link that a mail program added",
						"email: ana@contoso.example<mailto:ana@contoso.example>\nright: access", ana),
				arguments("a signature", "email: ana@contoso.example\nright: access\n-- \nOlga\nphone: 12345678", ana),
				arguments("an empty field", "email: ana@contoso.example\nreference:\nright: access", ana),
				arguments("two requests", "right: export\nphone: +4512345678\n---\nright: erase\nobjectId: x",
						"1 {tenant:contoso,subject:{phone:+4512345678},right:export}|4 {tenant:contoso,subject:{objectId:x},right:erase}"),
				arguments("more hyphens, and none after the last", "-----\nright: export\n------\n",
						"2 {tenant:contoso,subject:{},right:export}"),
				arguments("lists, corrections and options",
						"right: rectify\nipAddresses: 192.0.2.1 | 192.0.2.2\nsources: entra-user\ncorrection.displayName: Ana B: C\noption.exportFirst: true",
						"1 {tenant:contoso,subject:{ipAddresses:[192.0.2.1,192.0.2.2]},right:rectify,sources:[entra-user],corrections:{displayName:Ana B: C},options:{exportFirst:true}}"),
				arguments("a greeting", "Dear hub,\n\nright: access\nemail: a@b.example",
						"1 (line) is not a field, a colon"),
				arguments("a field that there is not", "right: access\nmail: a@b.example",
						"2 mail is not a field of requests"),
				arguments("a value in the place of a field", "right: access\na@b.example: x",
						"2 (line) is not a field of requests"),
				arguments("an option that there is not", "right: access\noption.all: true",
						"2 option.all is not a field of requests"),
				arguments("a field twice", "right: access\nemail: a@b.example\nemail: c@b.example",
						"3 email is there twice"),
				arguments("every fault of a request, and the request after it",
						"right: access\nhello\nx: y\n---\nright: erase",
						"2 (line) is not a field, a colon|3 x is not a field of requests|5 {tenant:contoso,subject:{},right:erase}"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("forms")
	void a_form_becomes_requests_or_faults(String name, String text, String expected) {
		List<String> rows = new ArrayList<>();
		try (FormRows form = FormRows.of(text, "contoso")) {
			for (Row row = form.next(); row != null; row = form.next()) {
				rows.add(row.line() + " " + ((row.fault() != null) ? row.fault().field() + " " + row.fault().message()
						: row.document().toString().replace("\"", "")));
			}
		}
		String[] wanted = expected.split("\\|(?=\\d)");
		assertThat(rows).hasSize(wanted.length);
		for (int i = 0; i < wanted.length; i++) {
			assertThat(rows.get(i)).startsWith(wanted[i]);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Please find the file attached.\n\nRegards\nOlga", "Right! Here: it is",
			"-- \nright: access", "> right: access", "| right: access", "see https://contoso.example", ": :" })
	void what_has_no_field_of_a_request_is_no_form(String text) {
		assertThat(FormRows.in(text)).isFalse();
	}

	@Test
	void errors_name_fields_as_the_form_does() {
		try (FormRows form = FormRows.of("", "contoso")) {
			assertThat(Stream
				.of("subject.email", "subject", "subject.ipAddresses[1]", "requester.name", "corrections.displayName",
						"options.exportFirst", "right")
				.map(form::field)).containsExactly("email", "email", "ipAddresses", "requesterName",
						"correction.displayName", "option.exportFirst", "right");
		}
	}

}
