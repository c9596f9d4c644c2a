package org.dsrhub.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing opens by itself where no user is configured.
 */
@SpringBootTest(classes = NoUsersTest.Door.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class NoUsersTest {

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "", "Basic dXNlcjo=", "Basic dXNlcjpwYXNzd29yZA==", "Basic Og==" })
	void nobody_gets_in(String authorization) throws Exception {
		HttpRequest.Builder call = HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.port + "/api/requests"));
		if (!authorization.isEmpty()) {
			call.header("Authorization", authorization);
		}
		assertThat(HttpClient.newHttpClient().send(call.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
	}

	@Import({ HttpSecurityConfiguration.class, Logins.class, MetricsReaders.class })
	@ImportAutoConfiguration({ ServletWebServerFactoryAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class, SecurityAutoConfiguration.class, SecurityFilterAutoConfiguration.class,
			UserDetailsServiceAutoConfiguration.class })
	static class Door {

		@Bean
		Logins.Configured nobody() {
			return new Logins.Configured(null);
		}

		@Bean
		OAuth2 noIssuer() {
			return new OAuth2(null, null, null);
		}

		@Bean
		LoginLimits limits() {
			return new LoginLimits(20, 60, Duration.ofMinutes(15));
		}

		@Bean
		Clock clock() {
			return Clock.systemUTC();
		}

	}

}
