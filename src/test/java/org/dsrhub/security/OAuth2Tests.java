package org.dsrhub.security;

import java.util.List;

import org.dsrhub.configuration.InvalidConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OAuth2Tests {

	private static final Logins NOBODY = new Logins(new Logins.Configured(null));

	@Test
	void nothing_is_configured_without_settings() {
		assertThat(new OAuth2(null, "", " ").configured()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "-,hub,https://x.example/keys,hub.oauth2.issuer",
			"https://x.example,-,https://x.example/keys,hub.oauth2.audience", "https://x.example,hub,-,hub.oauth2.keys",
			"https://x.example,hub,http://x.example/keys,hub.oauth2.keys", "https://x.example,hub,keys,hub.oauth2.keys",
			"https://x.example,hub,file:/keys,hub.oauth2.keys", "https://x.example,hub,{keys},hub.oauth2.keys" })
	void a_setting_that_is_missing_or_unsafe_stops_the_start(String issuer, String audience, String keys,
			String named) {
		OAuth2 settings = new OAuth2(issuer, audience, keys);
		assertThat(settings.configured()).isTrue();
		assertThatThrownBy(() -> settings.checked(NOBODY)).isInstanceOf(InvalidConfiguration.class)
			.hasMessageStartingWith(named)
			.hasMessageNotContaining(System.lineSeparator());
	}

	@Test
	void users_beside_an_issuer_stop_the_start() {
		Logins olga = new Logins(new Logins.Configured(
				List.of(new Logins.User("olga", "{bcrypt}$2a$10$" + "a".repeat(53), List.of(), List.of()))));
		assertThatThrownBy(() -> new OAuth2("https://x.example", "hub", "https://x.example/keys").checked(olga))
			.isInstanceOf(InvalidConfiguration.class)
			.hasMessageContaining("exclude each other");
	}

}
