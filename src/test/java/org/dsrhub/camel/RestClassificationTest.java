package org.dsrhub.camel;

import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.evidence.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

/**
 * Who classifies records, and which.
 */
class RestClassificationTest extends RestTest {

	private static final String RECORD = "0123456789abcdef0123456789abcdef";

	@Autowired
	Digest digest;

	@ParameterizedTest
	@ValueSource(strings = { "AccountAdministrator", "TenantAdministrator" })
	void administrators_classify_and_that_is_evidence(String user) throws Exception {
		UUID id = found("alerts", "awaiting-decision");
		JsonNode answer = tree(put(user, path(id), "{\"classification\":\"Strictly confidential\"}"));
		assertThat(answer.toString())
			.isEqualTo("{\"record\":\"%s\",\"source\":\"alerts\",\"classification\":\"Strictly confidential\"}"
				.formatted(RECORD));
		JsonNode entry = JSON.readTree(this.evidence.entries(id).get(1));
		assertThat(entry.path("event").asText()).isEqualTo("classified");
		assertThat(entry.path("actor").asText()).isEqualTo(user);
		assertThat(entry.path("data").toString())
			.isEqualTo("{\"source\":\"alerts\",\"record\":\"%s\",\"classification\":\"Strictly confidential\"}"
				.formatted(this.digest.of(RECORD)));
		assertThat(this.jdbc
			.sql("select label from classification where tenant = 'contoso' and record = ? and classified_by = ?")
			.params(RECORD, user)
			.query(String.class)
			.list()).containsOnly("Strictly confidential");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Reader", "Contributor", "Owner", "IoTCentralAdministrator", "PrivacyOperator", "Approver",
			"Auditor", "HoldKeeper", "nobody", "olga" })
	void others_do_not(String user) throws Exception {
		UUID id = found("alerts", "awaiting-decision");
		problem(put(user, path(id), "{\"classification\":\"internal\"}"), 403);
		assertThat(this.evidence.entries(id)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "null", "\"internal\"", "{\"classification\":null}", "{\"classification\":1}",
			"{\"classification\":\"\"}", "{\"classification\":\"internal\",\"more\":1}",
			"{\"classification\":\"not-required\"}", "{\"classification\":\"ana@contoso.example\"}",
			"{\"classification\":\" internal\"}", "{\"classification\":\"4532123456\"}", "{\"classification\":\"<b>\"}",
			"{\"classification\":\"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffg\"}" })
	void what_is_no_plain_label_is_refused(String body) throws Exception {
		UUID id = found("alerts", "awaiting-decision");
		assertThat(problem(put("AccountAdministrator", path(id), body), 422).at("/errors/0/field").asText())
			.isEqualTo("classification");
		assertThat(this.evidence.entries(id)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "internal", "F\u00f8lsom", "A", "level 2.1_b", "unclassified",
			"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff" })
	void a_plain_label_is_taken(String label) throws Exception {
		UUID id = found("alerts", "discovering");
		assertThat(put("AccountAdministrator", path(id), "{\"classification\":\"%s\"}".formatted(label)).statusCode())
			.isEqualTo(200);
	}

	@Test
	void records_that_need_none_and_those_of_requests_that_are_packaged_or_closed_are_not_classified()
			throws Exception {
		problem(put("AccountAdministrator", path(found("users", "awaiting-decision")),
				"{\"classification\":\"internal\"}"), 409);
		for (String state : new String[] { "packaging", "completed", "declined", "cancelled" }) {
			UUID id = found("alerts", state);
			problem(put("AccountAdministrator", path(id), "{\"classification\":\"internal\"}"), 409);
			assertThat(this.evidence.entries(id)).hasSize(1);
		}
	}

	@Test
	void a_record_that_was_not_found_is_not_there() throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "awaiting-decision");
		when(this.staged.sourceOf(id, RECORD)).thenReturn(Optional.empty());
		problem(put("AccountAdministrator", path(id), "{\"classification\":\"internal\"}"), 404);
	}

	private UUID found(String source, String state) {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", state);
		when(this.staged.sourceOf(id, RECORD)).thenReturn(Optional.of(source));
		return id;
	}

	private static String path(UUID id) {
		return "/api/requests/%s/records/%s/classification".formatted(id, RECORD);
	}

}
