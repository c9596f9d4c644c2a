package org.dsrhub.security;

import java.time.Duration;
import java.time.Instant;

import org.dsrhub.MovingClock;
import org.dsrhub.simulated.SimulatedIssuer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Where the keys come from, and how often.
 */
@ExtendWith(OutputCaptureExtension.class)
class IssuerKeysTests {

	private static final String TID = "11111111-1111-1111-1111-111111111111";

	private final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T00:00:00Z"));

	private final SimulatedIssuer issuer = SimulatedIssuer.start();

	@AfterEach
	void stop() {
		this.issuer.close();
	}

	@Test
	void keys_are_found_by_the_issuers_own_description_and_asked_for_once() {
		JwtDecoder decoder = decoder("");
		assertThat(this.issuer.asked()).as("before the first token").isZero();
		for (int i = 0; i < 5; i++) {
			assertThat(decoder.decode(token())).isNotNull();
		}
		assertThat(this.issuer.asked()).isEqualTo(1);
	}

	@Test
	void a_new_key_is_asked_for_when_a_token_names_it_and_the_old_one_is_gone_then() {
		JwtDecoder decoder = decoder(this.issuer.keys());
		String old = token();
		decoder.decode(old);
		this.issuer.rotate();
		assertThat(decoder.decode(token())).isNotNull();
		assertThatThrownBy(() -> decoder.decode(old)).isInstanceOf(BadJwtException.class);
	}

	@Test
	void tokens_with_keys_of_nobody_do_not_make_the_hub_ask_without_end() {
		JwtDecoder decoder = decoder(this.issuer.keys());
		decoder.decode(token());
		String unknown = SimulatedIssuer.sign(this.issuer.claims(this.clock.instant(), TID).build(),
				SimulatedIssuer.newKey(), (header) -> {
				});
		for (int i = 0; i < 50; i++) {
			assertThatThrownBy(() -> decoder.decode(unknown)).isInstanceOf(BadJwtException.class);
		}
		assertThat(this.issuer.asked()).isEqualTo(10);
		assertThat(decoder.decode(token())).as("a good token meanwhile").isNotNull();
		this.issuer.rotate();
		assertThatThrownBy(() -> decoder.decode(token())).isInstanceOf(BadJwtException.class);
		this.clock.pass(Duration.ofSeconds(30));
		assertThat(decoder.decode(token())).as("a new key half a minute later").isNotNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 404, 302 })
	void an_issuer_that_does_not_answer_is_no_fault_of_the_token_and_asked_again_later(int status,
			CapturedOutput output) {
		JwtDecoder decoder = decoder("");
		this.issuer.answerWith(status);
		for (int i = 0; i < 20; i++) {
			assertThatThrownBy(() -> decoder.decode(token())).isInstanceOf(JwtException.class)
				.isNotInstanceOf(BadJwtException.class);
		}
		assertThat(this.issuer.asked()).isZero();
		assertThat(output.getOut().split("event=issuer-keys-not-read", -1)).hasSize(11);
		assertThat(output).contains("answers " + status);
		this.issuer.answerWith(200);
		this.clock.pass(Duration.ofSeconds(30));
		assertThat(decoder.decode(token())).isNotNull();
	}

	@Test
	void a_description_of_another_issuer_is_not_believed(CapturedOutput output) {
		this.issuer.describe("https://evil.example/{tenantid}/v2.0", this.issuer.keys());
		assertThatThrownBy(() -> decoder("").decode(token())).isInstanceOf(JwtException.class);
		assertThat(output).contains("another issuer");
	}

	@Test
	void keys_on_another_host_must_be_named_in_the_settings(CapturedOutput output) {
		try (SimulatedIssuer elsewhere = SimulatedIssuer.start()) {
			this.issuer.describe(this.issuer.issuer(), elsewhere.keys());
			assertThatThrownBy(() -> decoder("").decode(token())).isInstanceOf(JwtException.class);
			assertThat(elsewhere.asked()).isZero();
			assertThat(output).contains("hub.oauth2.keys");
		}
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "{tenantid},true", "11111111-1111-1111-1111-111111111111,false",
			"9188040d-6c67-4c5b-b112-36a304b66dad,false", "-,true" })
	void a_key_that_signs_for_one_other_tenant_only_is_not_taken(String tenant, boolean taken) {
		this.issuer.ownKeysFor((tenant != null) ? this.issuer.issuer().replace("{tenantid}", tenant) : "");
		if (taken) {
			assertThat(decoder("").decode(token())).isNotNull();
		}
		else {
			assertThatThrownBy(() -> decoder("").decode(token())).isInstanceOf(BadJwtException.class);
		}
	}

	@Test
	void an_answer_without_end_is_not_read(CapturedOutput output) {
		this.issuer.describe(this.issuer.issuer(), this.issuer.keys() + "?" + "x".repeat(2_000_000));
		assertThatThrownBy(() -> decoder("").decode(token())).isInstanceOf(JwtException.class);
		assertThat(output).contains("more than a megabyte");
	}

	private JwtDecoder decoder(String keys) {
		OAuth2 settings = new OAuth2(this.issuer.issuer(), "hub", keys);
		return Tokens.decoder(settings, new IssuerKeys(settings, this.clock).cached(), this.clock);
	}

	private String token() {
		return this.issuer.sign(this.issuer.claims(this.clock.instant(), TID).build());
	}

}
