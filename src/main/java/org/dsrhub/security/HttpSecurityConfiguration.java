package org.dsrhub.security;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import org.dsrhub.problem.Problem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.http.HttpHeaders;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * The door: nobody gets to {@code /api} or the metrics without a login, and to anything
 * but these and the health probes nobody at all.
 */
@Configuration(proxyBeanMethods = false)
class HttpSecurityConfiguration {

	@Bean
	SecurityFilterChain door(HttpSecurity http, MetricsReaders metrics) throws Exception {
		AuthenticationEntryPoint challenge = (request, response, fault) -> challenge(response);
		return http.authorizeHttpRequests((calls) -> calls
			// Camel answers on an asynchronous dispatch, whose call was let in before.
			.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
			.permitAll()
			.requestMatchers("/actuator/health", "/actuator/health/**")
			.permitAll()
			.requestMatchers("/actuator/prometheus")
			.access(metrics::decide)
			.requestMatchers("/api/**")
			.authenticated()
			.anyRequest()
			.denyAll())
			.httpBasic((basic) -> basic.authenticationEntryPoint(challenge))
			.exceptionHandling((faults) -> faults.authenticationEntryPoint(challenge)
				.accessDeniedHandler((request, response, fault) -> Problem.of(403).writeTo(response)))
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			// No cookie carries a login, and bodies other than JSON are refused.
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.headers((headers) -> headers.withObjectPostProcessor(eagerHeaders()))
			.requestCache(AbstractHttpConfigurer::disable)
			.build();
	}

	/**
	 * A route answers on a thread of its own. Headers that were written after the call
	 * was handed over would meet that thread's in Tomcat's list, which bears only one.
	 */
	private static ObjectPostProcessor<HeaderWriterFilter> eagerHeaders() {
		return new ObjectPostProcessor<>() {
			@Override
			public <O extends HeaderWriterFilter> O postProcess(O filter) {
				filter.setShouldWriteHeadersEagerly(true);
				return filter;
			}
		};
	}

	@Bean
	UserDetailsService users(Logins logins) {
		return (name) -> logins.find(name).orElseThrow(() -> new UsernameNotFoundException("no such user"));
	}

	@Bean
	PasswordEncoder passwords(Clock clock) {
		return new RememberingPasswordEncoder(
				new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder())), clock);
	}

	/**
	 * Answers what the firewall refuses at once: the error page is behind it too.
	 */
	@Bean
	RequestRejectedHandler refused() {
		return (request, response, fault) -> Problem.of(400).writeTo(response);
	}

	/**
	 * Carries the login onto the threads on which Camel runs the routes.
	 */
	@Bean
	TaskDecorator loginCarrier() {
		return DelegatingSecurityContextRunnable::new;
	}

	private static void challenge(HttpServletResponse response) throws IOException {
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"DSR Hub\", charset=\"UTF-8\"");
		Problem.of(401).writeTo(response);
	}

}
