package org.dsrhub.security;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import org.dsrhub.MovingClock;
import org.dsrhub.simulated.SimulatedIssuer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Which tokens are taken, and who their caller is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensTests {

	private static final String TID = "11111111-1111-1111-1111-111111111111";

	private static final String OTHER = "22222222-2222-2222-2222-222222222222";

	private final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T00:00:00Z"));

	private final Tokens tokens = new Tokens((tid) -> tid.equals(TID) ? Set.of("contoso") : Set.of());

	private SimulatedIssuer issuer;

	private OAuth2 settings;

	private JwtDecoder decoder;

	@BeforeAll
	void start() {
		this.issuer = SimulatedIssuer.start();
		this.settings = new OAuth2(this.issuer.issuer(), "hub", this.issuer.keys());
		this.decoder = decoder(this.settings);
	}

	@AfterAll
	void stop() {
		this.issuer.close();
	}

	@Test
	void a_good_token_is_a_caller_with_the_roles_that_the_hub_knows_in_the_tenant_that_it_names() {
		Caller caller = caller(claims().claim("roles", List.of("PrivacyOperator", "Owner", "owner", "Emperor", 7)));
		assertThat(caller.roles()).containsExactlyInAnyOrder(Role.PRIVACY_OPERATOR, Role.OWNER);
		assertThat(caller.tenants()).containsExactly("contoso");
		assertThat(caller.name()).isEqualTo("99999999-0000-4000-8000-000000000001");
	}

	@Test
	void a_token_of_a_tenant_that_is_not_configured_sees_none() {
		assertThat(caller(claims(OTHER)).tenants()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "-", "Owner", "7" })
	void roles_that_are_no_list_grant_nothing(String roles) {
		assertThat(caller(claims().claim("roles", roles)).roles()).isEmpty();
		assertThat(caller(claims().claim("roles", Map.of("Owner", true))).roles()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "oid-1,sub-1,-,azp-1,-,oid-1", "-,sub-1,-,azp-1,-,sub-1", "oid-1,oid-1,-,azp-1,-,azp-1",
					"oid-1,oid-1,-,-,appid-1,appid-1", "oid-1,sub-1,app,azp-1,-,azp-1", "-,-,-,azp-1,-,azp-1",
					"-,sub-1,app,-,-,sub-1", "oid-1,ana@contoso.example,-,-,-,oid-1" })
	void the_evidence_names_people_and_applications_by_an_id_that_stays(String oid, String sub, String type, String azp,
			String appid, String name) {
		assertThat(caller(claims().claim("oid", oid)
			.subject(sub)
			.claim("idtyp", type)
			.claim("azp", azp)
			.claim("appid", appid)
			.claim("preferred_username", "ana@contoso.example")).name()).isEqualTo(name);
	}

	Stream<Arguments> claims_that_are_refused() {
		Instant now = this.clock.instant();
		return Stream.of(refused("Jwt expired", (claims) -> claims.expirationTime(Date.from(now.minusSeconds(61)))),
				refused("Jwt used before", (claims) -> claims.notBeforeTime(Date.from(now.plusSeconds(61)))),
				refused("it has no exp", (claims) -> claims.expirationTime(null)),
				refused("its aud is not", (claims) -> claims.audience("graph")),
				refused("its aud is not", (claims) -> claims.audience(List.of("Hub", "hub/"))),
				refused("its aud is not", (claims) -> claims.audience((String) null)),
				refused("its iss is not", (claims) -> claims.issuer("https://evil.example")),
				refused("its iss is not", (claims) -> claims.issuer(this.issuer.issuer().replace("{tenantid}", OTHER))),
				refused("its iss is not", (claims) -> claims.claim("tid", OTHER)),
				refused("its iss is not", (claims) -> claims.issuer(null)),
				refused("it has no tid", (claims) -> claims.claim("tid", null)),
				refused("it has no tid", (claims) -> claims.claim("tid", " ")),
				refused("is an id", (claims) -> claims.claim("oid", null).subject(null)),
				refused("is an id", (claims) -> claims.claim("oid", null).subject("ana@contoso.example")),
				refused("is an id", (claims) -> claims.claim("oid", "a\nb")),
				refused("is an id", (claims) -> claims.claim("oid", "x".repeat(201))));
	}

	@ParameterizedTest
	@MethodSource("claims_that_are_refused")
	void a_claim_that_is_wrong_is_named(String reason, Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> wrong) {
		assertThatThrownBy(() -> this.decoder.decode(this.issuer.sign(wrong.apply(claims()).build())))
			.isInstanceOf(JwtValidationException.class)
			.hasMessageContaining(reason)
			.hasMessageNotContaining("contoso");
	}

	Map<String, String> forged() throws Exception {
		JWTClaimsSet good = claims().build();
		String signed = this.issuer.sign(good);
		String[] parts = signed.split("\\.");
		Map<String, String> forged = new TreeMap<>();
		SignedJWT keyed = new SignedJWT(
				new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(this.issuer.key().getKeyID()).build(), good);
		keyed.sign(new MACSigner(this.issuer.key().toPublicJWK().toRSAPublicKey().getEncoded()));
		forged.put("the public key as a password", keyed.serialize());
		forged.put("no signature wanted", new PlainJWT(good).serialize());
		forged.put("no signature there", parts[0] + "." + parts[1] + ".");
		forged.put("none, with a signature",
				base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2]);
		forged.put("a key of nobody", SimulatedIssuer.sign(good, SimulatedIssuer.newKey(), (header) -> {
		}));
		forged.put("another's key under the issuer's name", SimulatedIssuer.sign(good, SimulatedIssuer.newKey(),
				(header) -> header.keyID(this.issuer.key().getKeyID())));
		forged.put("a key that the token brings", sign(SimulatedIssuer.newKey(), good));
		forged.put("changed",
				parts[0] + "." + base64(good.toString().replace("Reader", "TenantAdministrator")) + "." + parts[2]);
		forged.put("another kind of document", SimulatedIssuer.sign(good, this.issuer.key(),
				(header) -> header.type(new JOSEObjectType("logout+jwt"))));
		forged.put("of the template itself", this.issuer.sign(claims().issuer(this.issuer.issuer()).build()));
		forged.put("garbage", "abc.def.ghi");
		forged.put("nothing", "");
		forged.put("no claims", parts[0] + "." + base64("[]") + "." + parts[2]);
		return forged;
	}

	@Test
	void a_token_that_no_key_of_the_issuer_signed_is_refused() throws Exception {
		forged().forEach((how, token) -> assertThatThrownBy(() -> this.decoder.decode(token)).as(how)
			.isInstanceOf(BadJwtException.class)
			.isNotInstanceOf(JwtValidationException.class));
	}

	@Test
	void a_minute_of_difference_between_clocks_is_borne() {
		Instant now = this.clock.instant();
		assertThat(caller(claims().expirationTime(Date.from(now.minusSeconds(59))))).isNotNull();
		assertThat(caller(claims().notBeforeTime(Date.from(now.plusSeconds(59))))).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "-", "JWT", "at+jwt" })
	void the_kinds_of_document_that_access_tokens_are_get_in(String type) {
		JOSEObjectType kind = (type != null) ? new JOSEObjectType(type) : null;
		assertThat(this.decoder
			.decode(SimulatedIssuer.sign(claims().build(), this.issuer.key(), (header) -> header.type(kind))))
			.isNotNull();
	}

	@Test
	void one_fixed_issuer_takes_its_own_tokens_only() {
		JwtDecoder fixed = decoder(
				new OAuth2(this.issuer.issuer().replace("{tenantid}", TID), "hub", this.issuer.keys()));
		assertThat(fixed.decode(this.issuer.sign(claims().build()))).isNotNull();
		assertThatThrownBy(() -> fixed.decode(this.issuer.sign(claims(OTHER).build())))
			.hasMessageContaining("its iss is not");
	}

	private JwtDecoder decoder(OAuth2 settings) {
		return Tokens.decoder(settings, new IssuerKeys(settings, this.clock).cached(), this.clock);
	}

	private JWTClaimsSet.Builder claims() {
		return claims(TID);
	}

	private JWTClaimsSet.Builder claims(String tid) {
		Instant now = this.clock.instant();
		return this.issuer.claims(now, tid, "Reader").issueTime(Date.from(now.minusSeconds(3600)));
	}

	private Caller caller(JWTClaimsSet.Builder claims) {
		return ((Login) this.tokens.convert(this.decoder.decode(this.issuer.sign(claims.build()))).getPrincipal())
			.caller();
	}

	private static Arguments refused(String reason, Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> wrong) {
		return Arguments.of(reason, wrong);
	}

	private static String sign(com.nimbusds.jose.jwk.RSAKey own, JWTClaimsSet claims) {
		return SimulatedIssuer.sign(claims, own, (header) -> header.jwk(own.toPublicJWK()));
	}

	private static String base64(String text) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
