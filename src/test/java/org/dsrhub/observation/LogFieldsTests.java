package org.dsrhub.observation;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogFieldsTests {

	@Test
	void what_a_line_says_becomes_fields() {
		assertThat(LogFields
			.of("event=waiting request=4b1 tenant=contoso until=2026-01-05T08:00:00Z reason=\"throttled (HTTP 429)\""))
			.containsExactly(Map.entry("event", "waiting"), Map.entry("request", "4b1"), Map.entry("tenant", "contoso"),
					Map.entry("until", "2026-01-05T08:00:00Z"), Map.entry("reason", "throttled (HTTP 429)"));
	}

	@Test
	void what_stands_in_quotes_makes_no_field_and_nothing_is_said_twice() {
		assertThat(
				LogFields.of("event=file-taken tenant=contoso file=\"a tenant=fabrikam.csv\" tenant=fabrikam rows=3"))
			.containsEntry("tenant", "contoso")
			.containsEntry("file", "a tenant=fabrikam.csv")
			.containsEntry("rows", "3");
	}

	@Test
	void what_is_no_field_ends_them_and_other_lines_have_none() {
		assertThat(LogFields.of("event=x request=1 and more request=2 tenant=contoso")).containsOnlyKeys("event",
				"request");
		assertThat(LogFields.of("HikariPool-1 - event=x")).isEmpty();
		assertThat(LogFields.of(null)).isEmpty();
	}

}
