package org.dsrhub.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Wrong passwords at the door, behind a proxy that says for whom it calls.
 */
@SpringBootTest(classes = LoginLimitTest.Door.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "server.forward-headers-strategy=native")
class LoginLimitTest {

	private static final int INSIDE = 404;

	@LocalServerPort
	private int port;

	@Autowired
	private CountingEncoder digests;

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void too_many_wrong_passwords_are_answered_429_without_a_digest_and_others_get_in() throws Exception {
		for (int i = 0; i < 5; i++) {
			assertThat(call("203.0.113.1", "olga", "guess-" + i).statusCode()).isEqualTo(401);
		}
		int before = this.digests.computed.get();
		HttpResponse<String> stopped = call("203.0.113.1", "olga", "guess");
		assertThat(stopped.statusCode()).isEqualTo(429);
		assertThat(Integer.parseInt(stopped.headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 181);
		assertThat(stopped.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(stopped.headers().firstValue("WWW-Authenticate")).isEmpty();
		assertThat(call("203.0.113.1", "olga", "right").statusCode()).isEqualTo(429);
		assertThat(this.digests.computed).hasValue(before);
		assertThat(call("203.0.113.2", "olga", "right").statusCode()).isEqualTo(INSIDE);
	}

	@Test
	void who_names_nobody_or_breaks_the_form_is_counted_too() throws Exception {
		for (int i = 0; i < 5; i++) {
			assertThat(call("203.0.113.3", "nobody-" + i, "guess").statusCode()).isEqualTo(401);
		}
		assertThat(call("203.0.113.3", "olga", "right").statusCode()).isEqualTo(429);
	}

	private HttpResponse<String> call(String address, String user, String password) throws Exception {
		String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
		return this.http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/api/requests"))
			.header("Authorization", "Basic " + login)
			.header("X-Forwarded-For", address)
			.build(), BodyHandlers.ofString());
	}

	@Import({ HttpSecurityConfiguration.class, Logins.class, MetricsReaders.class })
	@ImportAutoConfiguration({ EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
			ServletWebServerFactoryAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class, SecurityAutoConfiguration.class, SecurityFilterAutoConfiguration.class })
	static class Door {

		@Bean
		Logins.Configured olga() {
			return new Logins.Configured(List.of(new Logins.User("olga",
					"{bcrypt}" + new BCryptPasswordEncoder(4).encode("right"), List.of(), List.of())));
		}

		@Bean
		@Primary
		CountingEncoder counting(@Qualifier("passwords") PasswordEncoder passwords) {
			return new CountingEncoder(passwords, new AtomicInteger());
		}

		@Bean
		OAuth2 noIssuer() {
			return new OAuth2(null, null, null);
		}

		@Bean
		LoginLimits limits() {
			return new LoginLimits(5, 60, Duration.ofMinutes(15));
		}

		@Bean
		Clock clock() {
			return Clock.systemUTC();
		}

	}

	record CountingEncoder(PasswordEncoder passwords, AtomicInteger computed) implements PasswordEncoder {

		@Override
		public String encode(CharSequence password) {
			return this.passwords.encode(password);
		}

		@Override
		public boolean matches(CharSequence password, String encoded) {
			this.computed.incrementAndGet();
			return this.passwords.matches(password, encoded);
		}

	}

}
