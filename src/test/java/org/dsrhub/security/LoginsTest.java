package org.dsrhub.security;

import java.util.List;

import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.security.Logins.Configured;
import org.dsrhub.security.Logins.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LoginsTest {

	private static final String DIGEST = "{bcrypt}$2a$10$" + "a".repeat(53);

	@Test
	void a_user_is_a_caller_with_roles_and_tenants() {
		Logins logins = logins(
				new User("olga", DIGEST, List.of("PrivacyOperator", "Owner"), List.of("contoso", "fabrikam")));
		Caller olga = logins.find("olga").orElseThrow().caller();
		assertThat(olga.roles()).containsExactlyInAnyOrder(Role.PRIVACY_OPERATOR, Role.OWNER);
		assertThat(olga.tenants()).containsExactlyInAnyOrder("contoso", "fabrikam");
		assertThat(logins.find("Olga")).isEmpty();
	}

	@Test
	void without_users_nobody_is_found() {
		assertThat(new Logins(new Configured(null)).find("olga")).isEmpty();
		assertThat(new Logins(new Configured(null)).find("")).isEmpty();
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "s3cret", "{noop}s3cret", "{bcrypt}s3cret", "{MD5}s3cret", "$2a$10$s3cret", "{bcrypt}" })
	void a_password_that_is_no_digest_stops_the_start_and_is_not_repeated(String password) {
		assertThatThrownBy(() -> logins(new User("olga", password, List.of(), List.of())))
			.isInstanceOf(InvalidConfiguration.class)
			.hasMessageContaining("'olga'")
			.hasMessageContaining("{bcrypt}")
			.hasMessageNotContaining("s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "privacyoperator", "PRIVACY_OPERATOR", "Admin", "" })
	void an_unknown_role_stops_the_start_by_its_name(String role) {
		assertThatThrownBy(() -> logins(new User("olga", DIGEST, List.of("Owner", role), List.of())))
			.isInstanceOf(InvalidConfiguration.class)
			.hasMessageContaining("'" + role + "'")
			.hasMessageContaining("PrivacyOperator");
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "a:b", " ", "line\nbreak" })
	void a_name_that_cannot_log_in_stops_the_start(String name) {
		assertThatThrownBy(() -> logins(new User(name, DIGEST, List.of(), List.of())))
			.isInstanceOf(InvalidConfiguration.class);
	}

	@Test
	void two_users_of_one_name_stop_the_start() {
		User olga = new User("olga", DIGEST, List.of(), List.of());
		assertThatThrownBy(() -> logins(olga, olga)).hasMessageContaining("twice");
	}

	private static Logins logins(User... users) {
		return new Logins(new Configured(List.of(users)));
	}

}
