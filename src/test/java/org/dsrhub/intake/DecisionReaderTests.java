package org.dsrhub.intake;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.request.Decision;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.LeftOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DecisionReaderTests {

	@Test
	void a_decision_says_all_that_it_can() {
		assertThat(read("""
				{"decision": "approve", "reason": " names others ", "subjectTold": true,
				 "leaveOut": ["a", {"record": "b", "field": "properties.phone"}]}""")).isEqualTo(new Decision("approve",
				"names others", List.of(new LeftOut("a", null), new LeftOut("b", "properties.phone")), true));
		assertThat(read("{\"decision\":\"approve\"}")).isEqualTo(new Decision("approve", null, List.of(), null));
		assertThat(read("{\"decision\":\"decline\",\"reason\":\"excessive\",\"leaveOut\":[],\"subjectTold\":null}"))
			.isEqualTo(new Decision("decline", "excessive", List.of(), null));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0007',
			value = { "{} | decision", "[] | ''", "{'decision':'maybe'} | decision",
					"{'decision':'approve','more':1} | (unknown)", "{'decision':'decline'} | reason",
					"{'decision':'decline','reason':''} | reason", "{'decision':'decline','reason':'  '} | reason",
					"{'decision':'approve','reason':1} | reason",
					"{'decision':'decline','reason':'x','leaveOut':['a']} | leaveOut",
					"{'decision':'approve','leaveOut':['a']} | reason",
					"{'decision':'approve','reason':'x','leaveOut':'a'} | leaveOut",
					"{'decision':'approve','reason':'x','leaveOut':['a',1]} | leaveOut[1]",
					"{'decision':'approve','reason':'x','leaveOut':['']} | leaveOut[0]",
					"{'decision':'approve','reason':'x','leaveOut':['a','a']} | leaveOut[1]",
					"{'decision':'approve','reason':'x','leaveOut':[{'record':'a'}]} | leaveOut[0].field",
					"{'decision':'approve','reason':'x','leaveOut':[{'field':'a'}]} | leaveOut[0].record",
					"{'decision':'approve','reason':'x','leaveOut':[{'record':'a','field':'b','c':1}]} | leaveOut[0]",
					"{'decision':'approve','reason':'x','leaveOut':[{'record':'a','field':'b'},'a']} | leaveOut[0]",
					"{'decision':'approve','subjectTold':'yes'} | subjectTold" })
	void a_decision_that_says_anything_else_is_refused_with_the_field(String document, String field) {
		InvalidRequest invalid = catchThrowableOfType(InvalidRequest.class, () -> read(document.replace('\'', '"')));
		assertThat(invalid.errors()).extracting(FieldError::field).containsExactly(field.equals("''") ? "" : field);
	}

	private static Decision read(String document) {
		try {
			return DecisionReader.read(new ObjectMapper().readTree(document));
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
