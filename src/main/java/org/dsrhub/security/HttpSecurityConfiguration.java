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
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.RegexRequestMatcher;

/**
 * The door: nobody gets to {@code /api} or the metrics without a login, but for the
 * contract; and to anything but that, the contract's page, the links to packages, the
 * calls of services and the health probes nobody at all.
 */
@Configuration(proxyBeanMethods = false)
class HttpSecurityConfiguration {

	private static final Logger log = LoggerFactory.getLogger(HttpSecurityConfiguration.class);

	/**
	 * The files that the page of the contract is made of; the rest of the web jar stays
	 * in it.
	 */
	private static final String[] PAGE = { "/docs", "/docs/index.html", "/docs/contract.js",
			"/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/docs/favicon-32x32.png" };

	/** What that page may do: run and show what comes from here, and call the hub. */
	private static final String PAGE_CONTENT = "default-src 'none'; script-src 'self'; style-src 'self'; "
			+ "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

	/**
	 * What the page behind a link may do: look as it does. Its form leads on to the
	 * container, which a form-action would have to name.
	 */
	private static final String LINK_CONTENT = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; "
			+ "base-uri 'none'";

	@Bean
	@Order(1)
	SecurityFilterChain page(HttpSecurity http) throws Exception {
		return withoutLogin(http).securityMatcher("/docs", "/docs/**")
			.authorizeHttpRequests(
					(calls) -> calls.requestMatchers(HttpMethod.GET, PAGE).permitAll().anyRequest().denyAll())
			.headers((headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives(PAGE_CONTENT))
				.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.NO_REFERRER)))
			.build();
	}

	/**
	 * The links to packages, and where services call whose work has ended. The token in
	 * the path is the login; the page takes nothing from elsewhere and tells nobody where
	 * it was.
	 */
	@Bean
	@Order(2)
	SecurityFilterChain links(HttpSecurity http) throws Exception {
		RegexRequestMatcher link = RegexRequestMatcher.regexMatcher("/packages/[A-Za-z0-9_-]{43}");
		RegexRequestMatcher callback = RegexRequestMatcher.regexMatcher(HttpMethod.POST,
				"/callbacks/[A-Za-z0-9_-]{43}");
		return withoutLogin(http).securityMatcher("/packages", "/packages/**", "/callbacks", "/callbacks/**")
			.authorizeHttpRequests((calls) -> calls.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
				.permitAll()
				.requestMatchers(link, callback)
				.permitAll()
				.anyRequest()
				.denyAll())
			.headers((headers) -> headers.withObjectPostProcessor(eagerHeaders())
				.contentSecurityPolicy((policy) -> policy.policyDirectives(LINK_CONTENT))
				.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.NO_REFERRER)))
			.build();
	}

	/**
	 * What nobody logs in to: it has no session, and what is not let in is not there.
	 */
	private static HttpSecurity withoutLogin(HttpSecurity http) throws Exception {
		return http
			.exceptionHandling((faults) -> faults
				.authenticationEntryPoint((request, response, fault) -> Problem.of(404).writeTo(response)))
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			// No cookie carries a login.
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable);
	}

	@Bean
	@Order(3)
	SecurityFilterChain door(HttpSecurity http, AuthenticationManager logins, OAuth2 oauth2, MetricsReaders metrics)
			throws Exception {
		Challenge challenge = oauth2.configured() ? Challenge.TOKENS : Challenge.PASSWORDS;
		if (oauth2.configured()) {
			http.oauth2ResourceServer((server) -> server.authenticationEntryPoint(challenge)
				.jwt((jwt) -> jwt.authenticationManager(logins)));
		}
		else {
			http.authenticationManager(logins).httpBasic((basic) -> basic.authenticationEntryPoint(challenge));
		}
		return http.authorizeHttpRequests((calls) -> calls
			// Camel answers on an asynchronous dispatch, whose call was let in before.
			.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
			.permitAll()
			.requestMatchers("/actuator/health", "/actuator/health/**")
			.permitAll()
			.requestMatchers("/actuator/prometheus")
			.access(metrics::decide)
			// The contract says what may be asked, and nothing of anybody.
			.requestMatchers(HttpMethod.GET, "/api/openapi.yaml", "/api/request.schema.json")
			.permitAll()
			.requestMatchers("/api/**")
			.authenticated()
			.anyRequest()
			.denyAll())
			.exceptionHandling((faults) -> faults.authenticationEntryPoint(challenge)
				.accessDeniedHandler((request, response, fault) -> Problem.of(403).writeTo(response)))
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			// No cookie carries a login, and bodies other than JSON are refused.
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.headers((headers) -> headers.withObjectPostProcessor(eagerHeaders())
				.contentSecurityPolicy(
						(policy) -> policy.policyDirectives("default-src 'none'; frame-ancestors 'none'")))
			.requestCache(AbstractHttpConfigurer::disable)
			.build();
	}

	/**
	 * Either users with passwords, or the tokens of an issuer.
	 */
	@Bean
	AuthenticationManager passwordsOrTokens(OAuth2 oauth2, Logins users, PasswordEncoder passwords,
			ObjectProvider<TokenTenants> tenants, LoginLimits limits, Clock clock) {
		LoginAttempts attempts = new LoginAttempts(limits, users, clock);
		if (!oauth2.configured()) {
			if (users.callers().isEmpty()) {
				log.warn(
						"event=no-users reason=\"the REST door lets nobody in\" advice=\"see config/application.yaml\"");
			}
			DaoAuthenticationProvider known = new DaoAuthenticationProvider(users);
			known.setPasswordEncoder(passwords);
			return new PasswordLogins(new ProviderManager(known), attempts);
		}
		IssuerKeys keys = new IssuerKeys(oauth2.checked(users), clock);
		JwtAuthenticationProvider tokens = new JwtAuthenticationProvider(Tokens.decoder(oauth2, keys.cached(), clock));
		tokens.setJwtAuthenticationConverter(new Tokens(tenants.getObject()));
		return new TokenLogins(new ProviderManager(tokens), attempts);
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

}
