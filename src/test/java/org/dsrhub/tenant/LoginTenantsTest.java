package org.dsrhub.tenant;

import java.util.List;
import java.util.Optional;

import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.security.Logins;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class LoginTenantsTest {

	private final Tenants tenants = mock(Tenants.class);

	@Test
	void a_user_of_an_unknown_tenant_stops_the_start() {
		when(this.tenants.find(any())).thenReturn(Optional.empty());
		assertThatThrownBy(() -> new LoginTenants(olga("contosso"), this.tenants))
			.isInstanceOf(InvalidConfiguration.class)
			.hasMessageContaining("'olga'")
			.hasMessageContaining("'contosso'");
	}

	@Test
	void a_user_of_a_known_tenant_does_not() {
		when(this.tenants.find("contoso")).thenReturn(Optional.of(mock(Tenant.class)));
		assertThatCode(() -> new LoginTenants(olga("contoso"), this.tenants)).doesNotThrowAnyException();
	}

	private static Logins olga(String tenant) {
		return new Logins(new Logins.Configured(
				List.of(new Logins.User("olga", "{bcrypt}$2a$10$" + "a".repeat(53), List.of(), List.of(tenant)))));
	}

}
