package org.dsrhub.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import org.dsrhub.Workshop;
import org.dsrhub.evidence.Digest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConfirmationCodeTests {

	private static final UUID REQUEST = UUID.randomUUID();

	private ConfirmationCode codes;

	@BeforeEach
	void setUp(@TempDir Path folder) throws IOException {
		this.codes = new ConfirmationCode(new Digest(new Workshop(folder).hub()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "12345678", "1234 5678", "1234-5678", " 1234\u00A05678 ", "12345678.",
			"Hello\n\n12345678\n\nAna", "12345678\r\n1234 5678", "12345678\n> 8765 4321" })
	void a_code_on_a_line_of_its_own_is_found(String reply) {
		assertThat(ConfirmationCode.in(reply)).hasValue("12345678");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no", "1234567", "123456789", "1234  5678", "12345678 is not my code",
			"Code: 1234 5678", "Code: 1234 5678 (valid until 2026-11-28 10:00)", "> 12345678", "| 12345678",
			"My phone is 12345678", "12345678\n87654321", "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668" })
	void anything_else_is_none(String reply) {
		assertThat(ConfirmationCode.in(reply)).isEmpty();
	}

	@Test
	void a_code_confirms_its_own_request_alone() {
		String digest = this.codes.digest(REQUEST, "12345678");
		assertThat(digest).doesNotContain("12345678");
		assertThat(this.codes.confirms(REQUEST, "1234 5678", digest)).isTrue();
		assertThat(this.codes.confirms(REQUEST, "12345679", digest)).isFalse();
		assertThat(this.codes.confirms(UUID.randomUUID(), "12345678", digest)).isFalse();
		assertThat(this.codes.confirms(REQUEST, "no", digest)).isFalse();
	}

	@Test
	void codes_and_tokens_are_drawn_anew() {
		Set<String> drawn = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			String code = this.codes.draw();
			assertThat(code).matches("\\d{8}");
			drawn.add(code);
			String token = this.codes.token();
			assertThat(token).matches("[A-HJ-NP-Z2-9]{10}");
			drawn.add(token);
		}
		assertThat(drawn).hasSizeGreaterThan(1990);
	}

}
