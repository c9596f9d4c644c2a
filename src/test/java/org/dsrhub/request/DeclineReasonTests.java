package org.dsrhub.request;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.dsrhub.source.Right;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeclineReasonTests {

	private static final String ALL = "discover access export rectify restrict erase";

	/**
	 * Typed out from the GDPR: a reason more, or for one right more, has to be argued
	 * here.
	 */
	@ParameterizedTest
	@CsvSource({ "manifestly-unfounded, 12(5)(b), " + ALL, "excessive, 12(5)(b), " + ALL,
			"identity-in-doubt, 12(6), " + ALL, "not-identifiable, 12(2) and 11(2), " + ALL,
			"restricted-by-law, 23, " + ALL, "rights-of-others, 15(4) and 20(4), access export",
			"not-portable, 20(1), export", "not-inaccurate, 16, rectify", "no-ground-to-restrict, 18(1), restrict",
			"no-ground-to-erase, 17(1), erase", "freedom-of-expression, 17(3)(a), erase",
			"legal-obligation, 17(3)(b), erase", "public-task, 17(3)(b), erase", "public-health, 17(3)(c), erase",
			"archiving-or-research, 17(3)(d), erase", "legal-claims, 17(3)(e), erase" })
	void a_reason_names_its_article_and_is_one_for_the_rights_of_that_article(String label, String article,
			String rights) {
		DeclineReason reason = DeclineReason.find(label).orElseThrow();
		assertThat(reason.article()).isEqualTo(article);
		assertThat(
				Arrays.stream(Right.values()).filter(reason::fits).map(Right::label).collect(Collectors.joining(" ")))
			.isEqualTo(rights);
	}

	@Test
	void there_are_no_others() {
		assertThat(DeclineReason.values()).hasSize(16);
		assertThat(DeclineReason.find("because")).isEmpty();
		assertThat(DeclineReason.find(null)).isEmpty();
	}

}
