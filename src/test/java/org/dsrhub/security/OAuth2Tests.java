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
			"http://x.example,hub,-,hub.oauth2.issuer", "x.example,hub,-,hub.oauth2.issuer",
			"https://x.example/{tenant},hub,-,hub.oauth2.issuer", "https://x.example,-,-,hub.oauth2.audience",
			"https://x.example,hub,http://x.example/keys,hub.oauth2.keys", "https://x.example,hub,keys,hub.oauth2.keys",
			"https://x.example,hub,file:/keys,hub.oauth2.keys", "https://x.example,hub,{keys},hub.oauth2.keys",
			"https://x.example,hub,http://127.0.0.1.x.example/keys,hub.oauth2.keys" })
	void a_setting_that_is_missing_or_unsafe_stops_the_start(String issuer, String audience, String keys,
			String named) {
		OAuth2 settings = new OAuth2(issuer, audience, keys);
		assertThat(settings.configured()).isTrue();
		assertThatThrownBy(() -> settings.checked(NOBODY)).isInstanceOf(InvalidConfiguration.class)
			.hasMessageStartingWith(named)
			.hasMessageNotContaining(System.lineSeparator());
	}

	@ParameterizedTest
	@CsvSource({
			"https://login.microsoftonline.com/{tenantid}/v2.0,https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
			"https://sts.windows.net/{tenantid}/,https://sts.windows.net/common/.well-known/openid-configuration",
			"https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111/v2.0,https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111/v2.0/.well-known/openid-configuration",
			"http://localhost:8081/realms/dsr,http://localhost:8081/realms/dsr/.well-known/openid-configuration" })
	void an_issuer_describes_itself_below_its_address(String issuer, String discovery) {
		assertThat(new OAuth2(issuer, "hub", null).checked(NOBODY).discovery()).hasToString(discovery);
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
