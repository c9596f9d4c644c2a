package org.dsrhub.subject;

import java.util.Locale;
import java.util.UUID;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class IdentifiersTests {

	@ParameterizedTest
	@CsvSource(delimiter = '!',
			value = { "email ! Ana@Contoso.Example ! ana@contoso.example", "email ! ' ana@x.com ' ! ana@x.com",
					"email ! ana@bücher.example ! ana@xn--bcher-kva.example", "email ! ana+tag@x.com ! ana+tag@x.com",
					"email ! o'brien@x.com ! o'brien@x.com",
					"userPrincipalName ! Ana_gmail.com#EXT#@T.onmicrosoft.com ! ana_gmail.com#ext#@t.onmicrosoft.com",
					"email ! ana !", "email ! @x.com !", "email ! ana@ !", "email ! a@b@c !", "email ! ana b@x.com !",
					"email ! <ana@x.com> !", "email ! ana@x..com !",
					"objectId ! AAAAAAAA-1111-4111-8111-AAAAAAAAAAAA ! aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa",
					"objectId ! aaaaaaaa-1111-4111-8111-aaaaaaaaaaa !", "objectId ! 1-1-1-1-1 !",
					"phone ! 20 12 34 56 ! +4520123456", "phone ! +45 20123456 ! +4520123456",
					"phone ! 004520123456 ! +4520123456", "phone ! tel:+45-20-12-34-56 ! +4520123456",
					"phone ! +1 (425) 555-0100 ! +14255550100", "phone ! 12 !", "phone ! none !",
					"ipAddress ! 192.0.2.1 ! 192.0.2.1", "ipAddress ! ::FFFF:192.0.2.1 ! 192.0.2.1",
					"ipAddress ! 2001:DB8::1 ! 2001:db8:0:0:0:0:0:1", "ipAddress ! 192.0.2.1/32 ! 192.0.2.1",
					"ipAddress ! 2001:db8::1/128 ! 2001:db8:0:0:0:0:0:1", "ipAddress ! 192.0.2.0/24 !",
					"ipAddress ! 256.0.2.1 !", "ipAddress ! 192.0.2 !", "ipAddress ! 12:34:56 !",
					"ipAddress ! contoso.example !", "ipAddress ! 1 !", "ipAddress ! 1:2:3:4:5:6:7:8:9 !",
					"sid ! s-1-5-21-1-2-3-1001 ! S-1-5-21-1-2-3-1001", "sid ! S-1 !", "sid ! S-1-5-x !" })
	void each_kind_has_one_normal_form(String kind, String text, String normal) {
		assertThat(normalise(IdentifierKind.of(kind), text).orElse(null)).isEqualTo(normal);
	}

	@Property
	void the_normal_form_of_an_address_does_not_depend_on_case(
			@ForAll @AlphaChars @StringLength(min = 1, max = 20) String local,
			@ForAll @AlphaChars @StringLength(min = 1, max = 20) String domain) {
		String address = local + "@" + domain + ".example";
		assertThat(Identifiers.email(address.toUpperCase(Locale.ROOT))).isPresent()
			.isEqualTo(Identifiers.email(address.toLowerCase(Locale.ROOT)));
	}

	@Property
	void a_normal_form_is_its_own_normal_form(@ForAll @IntRange(max = 255) int a, @ForAll @IntRange(max = 255) int b,
			@ForAll long high, @ForAll long low) {
		for (String ip : new String[] { "198.51." + a + "." + b, "2001:db8::%x:%x".formatted(a, b) }) {
			String normal = Identifiers.ipAddress(ip).orElseThrow();
			assertThat(Identifiers.ipAddress(normal)).contains(normal);
		}
		String id = new UUID(high, low).toString();
		assertThat(Identifiers.objectId(id.toUpperCase(Locale.ROOT))).contains(id);
	}

	@Property
	void no_text_is_too_strange_to_be_judged(@ForAll String text) {
		for (IdentifierKind kind : IdentifierKind.values()) {
			normalise(kind, text).ifPresent((normal) -> assertThat(normalise(kind, normal)).contains(normal));
		}
		assertThat(new TextScan("DK").scan(text))
			.allSatisfy((mention) -> assertThat(mention.start()).isBetween(0, mention.end() - 1));
	}

	private static java.util.Optional<String> normalise(IdentifierKind kind, String text) {
		return switch (kind) {
			case EMAIL -> Identifiers.email(text);
			case USER_PRINCIPAL_NAME -> Identifiers.userPrincipalName(text);
			case OBJECT_ID -> Identifiers.objectId(text);
			case PHONE -> Identifiers.phone(text, "DK");
			case IP_ADDRESS -> Identifiers.ipAddress(text);
			case SID -> Identifiers.sid(text);
		};
	}

}
