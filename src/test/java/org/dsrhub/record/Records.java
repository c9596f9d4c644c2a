package org.dsrhub.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.source.Source;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Subject;
import org.dsrhub.subject.TextScan;

/**
 * Ana, whom the tests are about, and the sources as their files describe them.
 */
final class Records {

	static final String ANA_ID = "aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa";

	static final String BOB_ID = "bbbbbbbb-2222-4222-8222-bbbbbbbbbbbb";

	static final Subject ANA = new Subject(
			Map.of(IdentifierKind.EMAIL, Set.of("ana@contoso.example", "ana.private@fabrikam.example"),
					IdentifierKind.USER_PRINCIPAL_NAME, Set.of("ana@contoso.example"), IdentifierKind.OBJECT_ID,
					Set.of(ANA_ID), IdentifierKind.SID, Set.of("S-1-5-21-1-2-3-1001"), IdentifierKind.PHONE,
					Set.of("+4520123456"), IdentifierKind.IP_ADDRESS, Set.of("192.0.2.10", "2001:db8:0:0:0:0:0:10")),
			Set.of("Ana Berg", "Ana", "Berg", "aberg"), "DK");

	static final Source CONTACTS = source("defender-security-contacts", List.of("phone"), List.of("email", "emails"));

	static final Source JIT = source("defender-jit-policies",
			List.of("requests.justification", "requests.virtualMachines.ports.allowedSourceAddressPrefix",
					"requests.virtualMachines.ports.allowedSourceAddressPrefixes"),
			List.of("properties.requests[].requestor"));

	static final Source ALERTS = source("defender-alerts", List.of("attacker IP"),
			List.of("$.properties.entities[*].name", "username", "user"));

	static final Source ACTIVITY = source("activity-log", List.of("claims", "httpRequest/clientIpAddress"),
			List.of("caller"));

	static final Source ENTRA = source("entra-user",
			List.of("businessPhones", "mobilePhone", "faxNumber", "streetAddress"),
			List.of("mail", "userPrincipalName", "otherMails", "displayName"));

	private static final TextScan SCAN = new TextScan("DK");

	private static final ObjectMapper JSON = new ObjectMapper()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

	private Records() {
	}

	static Source source(String name, List<String> subjectFields, List<String> personFields) {
		return new Source(name, "Example", "security", "", "", "", "", Source.Classification.UNCLASSIFIED, Set.of(),
				Map.of(), subjectFields, personFields, null, null, null, null, null);
	}

	/** Reads JSON that may be written with single quotes. */
	static JsonNode json(String text) {
		try {
			return JSON.readTree(text.replace('\'', '"'));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(text, ex);
		}
	}

	static Redacted redact(Source source, String text) {
		return redact(source, json(text));
	}

	static Redacted redact(Source source, JsonNode record) {
		return new ThirdPartyRedaction().redact(reading(source, record));
	}

	static Reading reading(Source source, JsonNode record) {
		return new Reading(record, ANA, new Fields(source), SCAN);
	}

	static List<IdentifierKind> matchedBy(Source source, String text) {
		return reading(source, json(text)).matchedBy();
	}

}
