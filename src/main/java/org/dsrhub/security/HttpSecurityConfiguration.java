package org.dsrhub.security;

import java.time.Clock;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import org.dsrhub.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationServiceException;
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
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * The door: nobody gets to {@code /api} without a login, and to anything but that and the
 * health probes nobody at all.
 */
@Configuration(proxyBeanMethods = false)
class HttpSecurityConfiguration {

	private static final Logger log = LoggerFactory.getLogger(HttpSecurityConfiguration.class);

	/** What the page of the contract needs; answers of the API need nothing. */
	private static final String CONTENT = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

	private static final String BASIC = "Basic realm=\"DSR Hub\", charset=\"UTF-8\"";

	private static final String BEARER = "Bearer realm=\"DSR Hub\"";

	@Bean
	SecurityFilterChain door(HttpSecurity http, OAuth2 oauth2, Logins users, ObjectProvider<TokenTenants> tenants,
			Clock clock) throws Exception {
		AuthenticationEntryPoint challenge = challenge(oauth2);
		if (oauth2.configured()) {
			bearer(http, Tokens.decoder(oauth2.checked(users), clock), new Tokens(tenants.getObject()), challenge);
		}
		else {
			http.httpBasic((basic) -> basic.authenticationEntryPoint(challenge));
		}
		return http.authorizeHttpRequests((calls) -> calls
			// Camel answers on an asynchronous dispatch, whose call was let in before.
			.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
			.permitAll()
			.requestMatchers("/actuator/health", "/actuator/health/**")
			.permitAll()
			// The contract says what may be asked, and nothing of anybody.
			.requestMatchers(HttpMethod.GET, "/docs/*", "/api/openapi.yaml", "/api/request.schema.json")
			.permitAll()
			.requestMatchers("/api/**")
			.authenticated()
			.anyRequest()
			.denyAll())
			.addFilterAfter(new LoginLimit(new LoginAttempts(clock)), HeaderWriterFilter.class)
			.exceptionHandling((faults) -> faults.authenticationEntryPoint(challenge)
				.accessDeniedHandler((request, response, fault) -> Problem.of(403).writeTo(response)))
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			// No cookie carries a login, and bodies other than JSON are refused.
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.headers((headers) -> headers.withObjectPostProcessor(eagerHeaders())
				.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT)))
			.requestCache(AbstractHttpConfigurer::disable)
			.build();
	}

	/**
	 * Where the issuer's keys cannot be had the hub cannot tell a good token from a bad
	 * one, and says that rather than either.
	 */
	private static void bearer(HttpSecurity http, JwtDecoder decoder, Tokens tokens, AuthenticationEntryPoint challenge)
			throws Exception {
		AuthenticationFailureHandler failed = (request, response, fault) -> {
			if (fault instanceof AuthenticationServiceException) {
				log.warn(
						"event=keys-not-read reason=\"the issuer's keys cannot be had\" advice=\"see hub.oauth2.keys\"");
				Problem.of(503).writeTo(response);
			}
			else {
				challenge.commence(request, response, fault);
			}
		};
		http.oauth2ResourceServer((server) -> server.authenticationEntryPoint(challenge)
			.jwt((jwt) -> jwt.decoder(decoder).jwtAuthenticationConverter(tokens))
			.withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
				@Override
				public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
					filter.setAuthenticationFailureHandler(failed);
					return filter;
				}
			}));
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

	private static AuthenticationEntryPoint challenge(OAuth2 oauth2) {
		String scheme = oauth2.configured() ? BEARER : BASIC;
		Problem problem = Problem.of(401,
				oauth2.configured() ? "send a valid token of the configured issuer (Authorization: Bearer)"
						: "log in with a configured user's name and password (HTTP Basic)");
		return (request, response, fault) -> {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, scheme);
			problem.writeTo(response);
		};
	}

}
