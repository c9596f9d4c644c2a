package org.dsrhub.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.VendorFault.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AnswerPageTests {

	private final List<JsonNode> records = new ArrayList<>();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none",
			value = { "{\"value\":[{\"id\":1},{\"id\":2}]} | 2 | none", "{\"value\":[]} | 0 | none",
					"{\"value\":[],\"nextLink\":\"https://x/2\"} | 0 | https://x/2",
					"{\"nextLink\":\"https://x/2\",\"value\":[{}]} | 1 | https://x/2",
					"{\"value\":[{}],\"nextLink\":null} | 1 | none", "{\"value\":[{}],\"nextLink\":\"\"} | 1 | none",
					"[{\"id\":1}] | 1 | none",
					"{\"value\":{\"value\":[{}],\"nextLink\":\"https://x/3\"}} | 1 | https://x/3",
					"{\"other\":{\"value\":[1,2]},\"value\":[{}]} | 1 | none" })
	void a_page_is_read_in_every_shape_that_was_seen(String answer, int count, String next) throws IOException {
		assertThat(read(answer)).isEqualTo(next);
		assertThat(this.records).hasSize(count);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{}", "{\"value\":null}", "{\"value\":[{}", "{\"value\":[{}]", "{\"value\":[1]}",
			"{\"value\":[null]}", "{\"error\":{\"code\":\"x\"}}", "<html>", "{\"value\":[{}]} trailing",
			"{\"value\":[{}],\"value\":[{}]}", "null", "\"value\"", "{\"value\":[{\"a\":}]}",
			"{\"value\":[{\"a\":1e99999999999}]}" })
	void what_is_not_a_page_is_never_taken_for_an_empty_one(String answer) {
		assertThatThrownBy(() -> read(answer)).isInstanceOfSatisfying(VendorFault.class, (fault) -> {
			assertThat(fault.reason()).isEqualTo(Reason.INVALID_ANSWER);
			assertThat(fault.retryable()).isTrue();
		});
	}

	@Test
	void numbers_survive_as_they_were_written() throws IOException {
		read("{\"value\":[{\"n\":1.10,\"big\":123456789012345678901234567890,\"e\":1E400}]}");
		assertThat(this.records.get(0)).hasToString("{\"n\":1.10,\"big\":123456789012345678901234567890,\"e\":1E+400}");
	}

	@Test
	void a_nesting_bomb_is_an_invalid_answer() {
		assertThatThrownBy(() -> read("{\"value\":[" + "{\"a\":".repeat(2000) + "1" + "}".repeat(2000) + "]}"))
			.isInstanceOf(VendorFault.class);
	}

	@Test
	void a_whole_answer_can_be_the_record() throws IOException {
		new AnswerPage("", "").read(stream("{\"id\":7}"), this.records::add);
		assertThat(this.records).singleElement().hasToString("{\"id\":7}");
	}

	private String read(String answer) throws IOException {
		return new AnswerPage("value", "nextLink").read(stream(answer), this.records::add);
	}

	private static ByteArrayInputStream stream(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
	}

}
