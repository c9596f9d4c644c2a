package org.dsrhub.mail;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class OwnWordsTests {

	/**
	 * Lines are parted by a stroke.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '!', value = { "a/b ! a/b", "12345678/> 87654321 ! 12345678", "a/> q/b/>> r/c ! a/b/c",
			"a/On Mon, 1 Jan 2026 at 10:00, Bo wrote:/> q ! a", "a/On Mon, 1 Jan 2026/Bo <b@x.example> wrote:/> q ! a",
			"a/Am 1.1.2026 um 10 schrieb Bo:/> q ! a", "a/Den 1. jan. 2026 skrev Bo <b@x.example>:/> q ! a",
			"a/Le 1 janv. 2026 \u00E0 10:00, Bo a \u00E9crit :/> q ! a",
			"a/-----Urspr\u00FCngliche Nachricht-----/q ! a", "a/---------- Forwarded message ---------/q ! a",
			"a/From: Bo/Sent: Monday/To: Ana/q ! a", "a/*Fra:* Bo/*Sendt:* mandag/q ! a",
			"a/Von: Bo/Gesendet: Montag/q ! a", "a/-- /Ana ! a", "from: x/right: access ! from: x/right: access",
			"From: Bo/b ! From: Bo/b", "a/---/b ! a/---/b", "she wrote: this/b ! she wrote: this/b",
			"right: access/email: a@x.example ! right: access/email: a@x.example", "x > y/b ! x > y/b",
			"a//////b ! a//b", "> q ! ''", "'' ! ''" })
	void what_is_plainly_quoted_goes_and_nothing_else(String text, String own) {
		assertThat(OwnWords.of(text.replace("/", "\n"))).isEqualTo(own.replace("/", "\n"));
	}

}
