package org.dsrhub.task;

import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.LeftOut;
import org.dsrhub.request.RequestState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LeftOutCheckTests {

	@Test
	void what_was_not_found_is_told_by_its_place_and_so_are_fields_within_others() throws Exception {
		LeftOutCheck check = new LeftOutCheck(
				List.of(new LeftOut("a", null), new LeftOut("none", null), new LeftOut("none", "x"),
						new LeftOut("b", "x.y"), new LeftOut("b", "x.z"), new LeftOut("b", "list[0].n"),
						new LeftOut("b", "list"), new LeftOut("b", "list.0.n"), new LeftOut("c", "x")));
		check.take(new ObjectMapper().readTree("{\"id\":\"a\",\"data\":{}}"));
		check.take(new ObjectMapper().readTree("{\"id\":\"b\",\"data\":{\"x\":{\"y\":1},\"list\":[{\"n\":1}]}}"));
		check.take(new ObjectMapper().readTree("{\"id\":\"c\",\"data\":{\"x\":1}}"));
		assertThat(check.faults()).extracting(FieldError::field)
			.containsExactly("leaveOut[1]", "leaveOut[2]", "leaveOut[4].field", "leaveOut[5].field",
					"leaveOut[7].field");
		assertThat(check.faults()).extracting(FieldError::message)
			.filteredOn((message) -> message.contains("lies within leaveOut["))
			.hasSize(2);
	}

	@Test
	void what_was_found_is_no_fault() throws Exception {
		LeftOutCheck check = new LeftOutCheck(List.of(new LeftOut("a", "x"), new LeftOut("b", "x")));
		check.take(new ObjectMapper().readTree("{\"id\":\"a\",\"data\":{\"x\":1}}"));
		check.take(new ObjectMapper().readTree("{\"id\":\"b\",\"data\":{\"x\":1}}"));
		assertThat(check.faults()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "awaiting-decision, -, 1, true", "awaiting-decision, retained, 1, true",
			"awaiting-decision, refused, 1, true", "awaiting-decision, found, 1, true",
			"awaiting-decision, failed, 1, false", "awaiting-decision, -, 0, false",
			"awaiting-decision, nothing-found, 0, false", "fulfilling, -, 1, true", "packaging, erased, 1, true",
			"discovering, -, 1, false", "discovering, found, 1, true", "discovering, failed, 1, false" })
	void what_was_found_is_shown_once_its_source_was_read_to_the_end(String state, String outcome, long found,
			boolean shown) {
		assertThat(StagedRecords.shown(RequestState.of(state), (outcome != null) ? Outcome.of(outcome) : null, found))
			.isEqualTo(shown);
	}

}
