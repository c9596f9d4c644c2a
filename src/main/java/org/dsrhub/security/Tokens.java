package org.dsrhub.security;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Reads bearer tokens: a caller has the token's {@code roles}, in the tenant that its
 * {@code tid} names (Microsoft identity platform, access token claims).
 */
class Tokens implements Converter<Jwt, AbstractAuthenticationToken> {

	private static final Duration SKEW = Duration.ofMinutes(1);

	/** What ends up in the evidence: an id, never a person's address. */
	private static final Predicate<String> ID = Predicate.not((name) -> name.matches(".*[@\\s\\p{Cntrl}].*|.{201,}"));

	private final TokenTenants tenants;

	Tokens(TokenTenants tenants) {
		this.tenants = tenants;
	}

	/**
	 * Takes only tokens of this issuer for this audience, which are valid now, signed by
	 * a key whose public half the issuer shows.
	 */
	static JwtDecoder decoder(OAuth2 settings, JWKSource<SecurityContext> keys, Clock clock) {
		DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
		Set<JWSAlgorithm> algorithms = Stream.of(JWSAlgorithm.Family.RSA, JWSAlgorithm.Family.EC)
			.flatMap(Collection::stream)
			.filter((algorithm) -> algorithm != JWSAlgorithm.ES256K)
			.collect(Collectors.toSet());
		processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
		processor.setJWSTypeVerifier(
				new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
		processor.setJWTClaimsSetVerifier(null);
		NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
		decoder.setJwtValidator(validator(settings, clock));
		return decoder;
	}

	private static OAuth2TokenValidator<Jwt> validator(OAuth2 settings, Clock clock) {
		JwtTimestampValidator times = new JwtTimestampValidator(SKEW);
		times.setClock(clock);
		return new DelegatingOAuth2TokenValidator<>(times,
				rule("it has no exp", (token) -> token.getExpiresAt() != null),
				rule("its aud is not hub.oauth2.audience",
						(token) -> token.getAudience() != null && token.getAudience().contains(settings.audience())),
				rule("it has no tid", (token) -> claim(token, "tid").isPresent()),
				rule("its iss is not hub.oauth2.issuer",
						(token) -> settings.issuer(claim(token, "tid").orElse(""))
							.equals(token.getClaimAsString("iss"))),
				rule("neither oid nor sub nor azp is an id", (token) -> name(token).filter(ID).isPresent()));
	}

	private static OAuth2TokenValidator<Jwt> rule(String otherwise, Predicate<Jwt> rule) {
		return (token) -> rule.test(token) ? OAuth2TokenValidatorResult.success()
				: OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, otherwise, null));
	}

	/**
	 * The caller. Roles that the hub does not know grant nothing.
	 */
	@Override
	public AbstractAuthenticationToken convert(Jwt token) {
		Object claimed = token.getClaim("roles");
		Set<Role> roles = ((claimed instanceof Collection<?> several) ? several : List.of()).stream()
			.map(String::valueOf)
			.map(Role::find)
			.flatMap(Optional::stream)
			.collect(Collectors.toUnmodifiableSet());
		Caller caller = new Caller(name(token).orElseThrow(), roles, this.tenants.of(token.getClaimAsString("tid")));
		return UsernamePasswordAuthenticationToken.authenticated(new Login(caller, ""), null, List.of());
	}

	/**
	 * Who it is: an application by the id of its registration, a person by the object id,
	 * which stays when a name changes; the evidence is kept for years.
	 */
	private static Optional<String> name(Jwt token) {
		boolean application = "app".equals(token.getClaimAsString("idtyp"))
				|| claim(token, "oid").filter((oid) -> oid.equals(token.getClaimAsString("sub"))).isPresent();
		Stream<String> claims = application ? Stream.of("azp", "appid", "oid", "sub")
				: Stream.of("oid", "sub", "azp", "appid");
		return claims.map((claim) -> claim(token, claim)).flatMap(Optional::stream).findFirst();
	}

	private static Optional<String> claim(Jwt token, String claim) {
		return Optional.ofNullable(token.getClaimAsString(claim)).filter(Predicate.not(String::isBlank));
	}

}
