package org.dsrhub.request;

import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.source.Right;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Subject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DecisionRulesTests {

	private static final Subject ANA = new Subject(
			Map.of(IdentifierKind.EMAIL, Set.of("ana@contoso.example"), IdentifierKind.OBJECT_ID,
					Set.of("0b9d2f3c-1111-4222-8333-944455566677"), IdentifierKind.PHONE, Set.of("+4532123456")),
			Set.of("Ana Jensen"), "DK");

	private static final LeftOut RECORD = new LeftOut("a", null);

	private static final LeftOut FIELD = new LeftOut("b", "properties.phone");

	@ParameterizedTest
	@CsvSource({ "erase, legal-claims, true", "access, legal-claims, false", "export, not-portable, true",
			"access, not-portable, false", "rectify, not-inaccurate, true", "erase, not-inaccurate, false",
			"restrict, excessive, true", "discover, rights-of-others, false", "discover, she asked us not to, true" })
	void a_reason_of_the_law_is_one_for_its_own_rights_and_any_other_word_for_all(String right, String reason,
			boolean fits) {
		assertThat(faults(new Decision("decline", reason, List.of(), null), right, "{}"))
			.isEqualTo(fits ? List.of() : List.of("reason"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "this is about Ana@Contoso.example, not her", "call 32 12 34 56 first",
			"0B9D2F3C-1111-4222-8333-944455566677", "ana%40contoso.example" })
	void a_reason_that_names_the_person_is_refused(String reason) {
		assertThat(faults(new Decision("decline", reason, List.of(), null), "erase", "{}")).containsExactly("reason");
	}

	@ParameterizedTest
	@ValueSource(strings = { "bo@contoso.example asked for the same", "diana@contoso.example", "Ana Jensen has left" })
	void a_reason_that_names_nobody_or_somebody_else_is_taken(String reason) {
		assertThat(faults(new Decision("decline", reason, List.of(), null), "erase", "{}")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "access | {} | true", "export | {} | true", "export | {\"exportFirst\":false} | true",
					"restrict | {} | true", "restrict | {\"restrictBy\":\"remove\"} | true",
					"restrict | {\"exportFirst\":false} | false", "erase | {} | false",
					"erase | {\"exportFirst\":true} | true", "rectify | {} | false",
					"rectify | {\"exportFirst\":true} | true", "discover | {} | false",
					"discover | {\"exportFirst\":true} | false" })
	void a_field_can_only_be_left_out_of_a_package_and_a_record_of_anything(String right, String options,
			boolean packaged) {
		assertThat(faults(new Decision("approve", "in words", List.of(RECORD), null), right, options)).isEmpty();
		assertThat(faults(new Decision("approve", "in words", List.of(RECORD, FIELD), null), right, options))
			.isEqualTo(packaged ? List.of() : List.of("leaveOut[1].field"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			value = { "restrict | {\"liftRestriction\":true} | approve | true | true",
					"restrict | {\"liftRestriction\":true} | approve | false | false",
					"restrict | {\"liftRestriction\":true} | approve | - | false",
					"restrict | {\"liftRestriction\":true} | decline | - | true",
					"restrict | {\"liftRestriction\":true} | decline | true | false",
					"restrict | {\"liftRestriction\":false} | approve | - | true",
					"restrict | {\"liftRestriction\":false} | approve | true | false",
					"restrict | {} | approve | true | false", "erase | {} | approve | false | false",
					"erase | {\"liftRestriction\":true} | approve | - | true",
					"erase | {\"liftRestriction\":true} | approve | true | false" })
	void before_a_restriction_is_lifted_the_subject_is_told_and_nothing_is_said_of_it_elsewhere(String right,
			String options, String decision, Boolean told, boolean taken) {
		assertThat(faults(new Decision(decision, "excessive", List.of(), told), right, options))
			.isEqualTo(taken ? List.of() : List.of("subjectTold"));
	}

	private static List<String> faults(Decision decision, String right, String options) {
		InvalidRequest invalid = catchThrowableOfType(InvalidRequest.class,
				() -> DecisionRules.check(decision, new Asked(Right.of(right), read(options), Map.of()), ANA));
		return (invalid == null) ? List.of() : invalid.errors().stream().map(FieldError::field).toList();
	}

	private static Map<String, JsonNode> read(String options) {
		try {
			return new ObjectMapper().readValue(options, new TypeReference<>() {
			});
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
