package org.dsrhub.security;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Reads bearer tokens: a caller has the token's {@code roles}, in the tenant that its
 * {@code tid} names (Microsoft identity platform, access token claims).
 */
class Tokens implements Converter<Jwt, AbstractAuthenticationToken> {

	private static final Duration SKEW = Duration.ofMinutes(1);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final TokenTenants tenants;

	Tokens(TokenTenants tenants) {
		this.tenants = tenants;
	}

	/**
	 * Takes only tokens of this issuer for this audience, which are valid now. Asks for
	 * the issuer's keys when it first needs them, and again when a token names another.
	 */
	static JwtDecoder decoder(OAuth2 settings, Clock clock) {
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(settings.keys()).jwsAlgorithms((allowed) -> {
			allowed.add(SignatureAlgorithm.RS256);
			allowed.add(SignatureAlgorithm.PS256);
			allowed.add(SignatureAlgorithm.ES256);
		}).restOperations(new RestTemplateBuilder().connectTimeout(PATIENCE).readTimeout(PATIENCE).build()).build();
		decoder.setJwtValidator(validator(settings, clock));
		return decoder;
	}

	private static OAuth2TokenValidator<Jwt> validator(OAuth2 settings, Clock clock) {
		JwtTimestampValidator times = new JwtTimestampValidator(SKEW);
		times.setClock(clock);
		return new DelegatingOAuth2TokenValidator<>(times, new JwtClaimValidator<>("exp", Objects::nonNull),
				new JwtClaimValidator<List<String>>("aud",
						(audiences) -> audiences != null && audiences.contains(settings.audience())),
				new JwtClaimValidator<String>("tid", (tid) -> tid != null && !tid.isBlank()),
				(token) -> new JwtClaimValidator<>("iss", issuer(settings, token)::equals).validate(token));
	}

	private static String issuer(OAuth2 settings, Jwt token) {
		return settings.issuer().replace(OAuth2.TENANT, Objects.toString(token.getClaimAsString("tid"), ""));
	}

	/**
	 * The caller. Roles that the hub does not know grant nothing.
	 */
	@Override
	public AbstractAuthenticationToken convert(Jwt token) {
		List<String> claimed = Optional.ofNullable(token.getClaimAsStringList("roles")).orElse(List.of());
		Set<Role> roles = claimed.stream()
			.map(Role::find)
			.flatMap(Optional::stream)
			.collect(Collectors.toUnmodifiableSet());
		// The object id stays when a name changes, and the evidence is kept for years.
		String name = Optional.ofNullable(token.getClaimAsString("oid")).orElseGet(token::getSubject);
		Caller caller = new Caller((name != null) ? name : "unnamed", roles,
				this.tenants.of(token.getClaimAsString("tid")));
		return UsernamePasswordAuthenticationToken.authenticated(new Login(caller, ""), null, List.of());
	}

}
