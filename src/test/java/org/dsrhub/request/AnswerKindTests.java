package org.dsrhub.request;

import java.util.Set;
import java.util.stream.Collectors;

import org.dsrhub.tenant.Tenant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class AnswerKindTests {

	@ParameterizedTest(name = "{0} while {1}, extended: {2}")
	@CsvSource(nullValues = "-", value = { "received+completed, received, false, received",
			"received+completed, discovering, false, received", "received+completed, attention, false, received",
			"received+completed, completed, false, completed",
			"received+completed, completed-with-exceptions, true, completed", "received+completed, declined, false, -",
			"declined, declined, true, declined", "received+extended, fulfilling, true, received+extended",
			"received, fulfilling, true, received", "extended, awaiting-decision, false, -",
			"extended, completed, true, -", "received+completed, cancelled, false, -", "-, received, true, -",
			"-, completed, false, -", "verified+completed, received, false, verified",
			"verified+completed, unverified, false, -", "verified+completed, expired, false, -" })
	void a_state_calls_for_what_was_wanted_of_it(String wanted, String state, boolean extended, String due) {
		assertThat(AnswerKind.due(kinds(wanted), RequestState.of(state), extended)).isEqualTo(kinds(due));
	}

	@ParameterizedTest(name = "send {0}, by the subject''s own mail: {1}")
	@CsvSource(nullValues = "-",
			value = { "-, false, -", "received+completed, false, received+completed",
					"verified+declined, false, declined", "-, true, verified+extended+declined+completed",
					"received, true, verified+extended+declined+completed" })
	void who_asked_by_their_own_mail_is_told_all_and_others_what_the_tenant_sends(String send, boolean own,
			String wanted) {
		Tenant tenant = mock();
		when(tenant.answers()).thenReturn(
				new Tenant.Answers(kinds(send).stream().map(AnswerKind::label).collect(Collectors.toSet()), null));
		assertThat(AnswerKind.wanted(tenant, own)).isEqualTo(kinds(wanted));
	}

	@ParameterizedTest
	@EnumSource(RequestState.class)
	void nothing_is_told_that_was_not_wanted(RequestState state) {
		assertThat(AnswerKind.due(AnswerKind.of(null), state, true)).isEmpty();
		assertThat(AnswerKind.labels(Set.of())).isNull();
	}

	private static Set<AnswerKind> kinds(String labels) {
		return AnswerKind.of((labels != null) ? labels.replace('+', ',') : null);
	}

}
