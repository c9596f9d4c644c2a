package org.dsrhub.request;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.Workshop;
import org.dsrhub.source.Right;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

class RequestReaderTests {

	private static final Instant NOW = Instant.parse("2026-02-10T12:00:00.123456Z");

	@TempDir
	static Path folder;

	static RequestReader reader;

	@BeforeAll
	static void reader() {
		reader = RequestRoom.reader(new Workshop(folder), Clock.fixed(NOW, ZoneOffset.UTC));
	}

	@Test
	void every_field_is_taken_in_normal_form() {
		RequestDocument request = read("""
				{"reference": "R-1", "tenant": "contoso", "right": "export",
				 "subject": {"email": " Ana@Contoso.Example", "userPrincipalName": "ANA@contoso.example",
				   "objectId": "AAAAAAAA-0000-0000-0000-00000000000A", "phone": "32 12 34 56",
				   "ipAddresses": ["203.0.113.7", "2001:DB8::1", "203.0.113.7/32"]},
				 "sources": ["entra-user", "activity-log", "entra-user"], "options": {"exportFirst": true},
				 "receivedAt": "2026-01-31T09:30:00+01:00", "requester": {"name": "Bo", "email": "Bo@fabrikam.example"}}
				""");
		assertThat(request.reference()).isEqualTo("R-1");
		assertThat(request.right()).isEqualTo(Right.EXPORT);
		assertThat(request.subject().email()).isEqualTo("ana@contoso.example");
		assertThat(request.subject().userPrincipalName()).isEqualTo("ana@contoso.example");
		assertThat(request.subject().objectId()).isEqualTo("aaaaaaaa-0000-0000-0000-00000000000a");
		assertThat(request.subject().phone()).isEqualTo("+4532123456");
		assertThat(request.subject().ipAddresses()).containsExactly("2001:db8:0:0:0:0:0:1", "203.0.113.7");
		assertThat(request.sources()).containsExactly("activity-log", "entra-user");
		assertThat(request.options()).containsOnlyKeys("exportFirst");
		assertThat(request.receivedAt()).isEqualTo("2026-01-31T08:30:00Z");
		assertThat(request.requester()).isEqualTo(new RequestDocument.Requester("Bo", "bo@fabrikam.example"));
		assertThat(RequestDocument.of(request.json())).isEqualTo(request);
	}

	@Test
	void what_is_missing_has_its_default() {
		RequestDocument request = read(
				"{'tenant': 'contoso', 'right': 'access', 'subject': {'email': 'ana@contoso.example', 'ipAddresses': []}}");
		assertThat(request.receivedAt()).isEqualTo("2026-02-10T12:00:00.123Z");
		assertThat(request.reference()).isNull();
		assertThat(request.sources()).isEmpty();
		assertThat(request.requester()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "contoso, 2026-02-01, 2026-01-31T23:00:00Z", "fabrikam, 2026-02-01, 2026-02-01T05:00:00Z",
			"contoso, 2026-02-01T00:00:00Z, 2026-02-01T00:00:00Z",
			"contoso, 2026-02-01t10:00:00.5z, 2026-02-01T10:00:00.500Z",
			"contoso, 2026-02-01 10:00:00-05:00, 2026-02-01T15:00:00Z" })
	void a_time_of_receipt_is_an_instant_or_a_day_in_the_tenants_zone(String tenant, String given, Instant received) {
		assertThat(read("{'tenant': '%s', 'right': 'access', 'subject': {'email': 'a@b.example'}, 'receivedAt': '%s'}"
			.formatted(tenant, given)).receivedAt()).isEqualTo(received);
	}

	@ParameterizedTest(name = "{0} -> {1}: {2}")
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					'reference': '-x'                                  | reference              | must be 1 to 64 letters
					'reference': 'a/../b'                              | reference              | must be 1 to 64 letters
					'reference': 5                                     | reference              | must be a text
					'reference': null                                  | reference              | must be a text
					'tenant': 'adatum'                                 | tenant                 | is not a configured tenant
					'tenant': '../contoso'                             | tenant                 | must be the name of a tenant
					'tenant': 7                                        | tenant                 | must be a text
					'right': 'see'                                     | right                  | must be discover, access, export, rectify, restrict or erase
					'right': 7                                         | right                  | must be discover, access
					'right': 'rectify'                                 | corrections            | are missing: name each field
					'right': 'rectify', 'corrections': {'shoe': '43'}  | corrections.shoe       | is a field of none of the sources
					'right': 'restrict', 'options': {'liftRestriction': true, 'restrictBy': 'disable'} | options.restrictBy | cannot stand beside liftRestriction
					'subject': {}                                      | subject                | needs at least one of email
					'subject': {'ipAddresses': []}                     | subject                | needs at least one of email
					'subject': 'ana@contoso.example'                   | subject                | must be an object
					'subject': {'email': 'ana'}                        | subject.email          | is not an e-mail address
					'subject': {'email': ''}                           | subject.email          | must not be empty
					'subject': {'email': 'Ana <ana@contoso.example>'}  | subject.email          | is not an e-mail address
					'subject': {'userPrincipalName': 'ana'}            | subject.userPrincipalName | is not a user principal name
					'subject': {'objectId': '123'}                     | subject.objectId       | is not an object id
					'subject': {'phone': 'call me'}                    | subject.phone          | is not a phone number
					'subject': {'phone': 4532123456}                   | subject.phone          | must be a text
					'subject': {'ipAddresses': ['203.0.113.0/24']}     | subject.ipAddresses[0] | is not one IPv4
					'subject': {'ipAddresses': ['203.0.113.1', 'x']}   | subject.ipAddresses[1] | is not one IPv4
					'subject': {'ipAddresses': '203.0.113.1'}          | subject.ipAddresses    | must be a list
					'subject': {'mail': 'ana@contoso.example', 'email': 'a@b.example'} | subject.mail | is not a field of a request
					'subject': {'ana@contoso.example': 1, 'email': 'a@b.example'} | subject.(name) | is not a field of a request
					'sources': ['entra-user', 'payroll']               | sources[1]             | is not a source of this tenant
					'sources': 'entra-user'                            | sources                | must be a list
					'tenant': 'fabrikam', 'sources': ['activity-log']  | sources[0]             | is not a source of this tenant
					'corrections': {'city': 'Aarhus'}                  | corrections            | belong to the right rectify
					'options': {'fast': true}                          | options.fast           | is not a field of a request
					'options': {'exportFirst': 'yes'}                  | options.exportFirst    | must be true or false
					'options': {'permanentDelete': 'never'}            | options.permanentDelete | must be after or now
					'options': {'restrictBy': 'magic'}                 | options.restrictBy     | must be disable or remove
					'receivedAt': 'yesterday'                          | receivedAt             | is not a time
					'receivedAt': '2026-02-30'                         | receivedAt             | is not a time
					'receivedAt': '2026-02-01T10:00:00'                | receivedAt             | is not a time
					'receivedAt': '2026-02-10T12:00:01Z'               | receivedAt             | lies in the future
					'receivedAt': '2026-02-11'                         | receivedAt             | lies in the future
					'receivedAt': '0206-02-11'                         | receivedAt             | lies before the GDPR applied
					'requester': {'email': 'bo'}                       | requester.email        | is not an e-mail address
					'requester': {'phone': '1'}                        | requester.phone        | is not a field of a request
					'rights': 'export'                                 | rights                 | is not a field of a request
					""")
	void a_fault_is_told_by_field_and_what_to_do(String member, String field, String message) {
		InvalidRequest invalid = invalid(member);
		assertThat(invalid.errors()).singleElement().satisfies((error) -> {
			assertThat(error.field()).isEqualTo(field);
			assertThat(error.message()).startsWith(message);
		});
	}

	@Test
	void all_faults_are_told_at_once_and_no_value_is_repeated() {
		InvalidRequest invalid = catchThrowableOfType(InvalidRequest.class, () -> read(
				"{'right': 'eat-secret', 'subject': {'email': 'secret', 'phone': 'secret', 'secret mail': 1},"
						+ "'sources': [3], 'receivedAt': 'secret', 'corrections': {'city': ['secret']}, 'options': {'restrictBy': 'secret'}}"));
		assertThat(invalid.errors()).extracting(FieldError::field)
			.containsExactlyInAnyOrder("tenant", "right", "subject.email", "subject.(name)", "sources[0]", "receivedAt",
					"options.restrictBy", "corrections.city");
		assertThat(invalid.getMessage()).doesNotContain("secret");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "[]", "7", "null", "\"text\"" })
	void a_request_is_an_object(String json) {
		InvalidRequest invalid = catchThrowableOfType(InvalidRequest.class, () -> read(json));
		assertThat(invalid.errors()).extracting(FieldError::field, FieldError::message)
			.contains(tuple("(request)", "must be an object with named fields"));
	}

	private static InvalidRequest invalid(String member) {
		String json = "{%s";
		for (String needed : new String[] { "'tenant': 'contoso'", "'right': 'export'",
				"'subject': {'email': 'ana@contoso.example'}" }) {
			json += member.contains(needed.substring(0, needed.indexOf(':') + 1)) ? "" : ", " + needed;
		}
		String document = json.formatted(member) + "}";
		return catchThrowableOfType(InvalidRequest.class, () -> read(document));
	}

	private static RequestDocument read(String json) {
		try {
			return reader.read(new ObjectMapper().readTree(json.replace('\'', '"')));
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
