package org.dsrhub.intake;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ShownPathTests {

	@ParameterizedTest
	@ValueSource(strings = { "contoso/one.json", "contoso/.done/DEMO-2026-11-21.csv", "requests-20261121-1.ndjson",
			"contoso/Anfrage_Bj\u00F8rn.csv", "{{hub.ledger}}.json" })
	void a_name_is_shown_as_it_is(String name) {
		assertThat(ShownPath.of(Path.of(name))).isEqualTo(name);
	}

	@ParameterizedTest
	@CsvSource({ "contoso/ana@contoso.example.json, ana@", "203.0.113.7.csv, 203.0.113", "+4532123456.json, 32123456",
			"00000000-0000-0000-0000-00000000000a.json, 00000000-0000" })
	void an_identifier_in_it_is_not(String name, String hidden) {
		assertThat(ShownPath.of(name)).contains("[redacted]").doesNotContain(hidden);
	}

	@Test
	void nothing_in_it_ends_a_line_or_colours_a_screen() {
		assertThat(ShownPath.of("a\r\nb\u0085c\u2028d\u2029e\u001B[31mf\u202Eg\"h\u0000.json"))
			.isEqualTo("a??b?c?d?e?[31mf?g?h?.json");
	}

	@Test
	void a_name_that_could_be_taken_for_more_is_in_quotes() {
		assertThat(ShownPath.of("a file tenant=x.json")).isEqualTo("\"a file tenant=x.json\"");
	}

}
