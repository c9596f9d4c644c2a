package org.dsrhub.camel;

import java.time.LocalDate;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Extensions over REST.
 */
class RestExtensionTest extends RestTest {

	@Test
	void the_receipt_has_the_new_deadline_and_a_second_extension_is_refused() throws Exception {
		UUID id = open();
		String path = "/api/requests/" + id + "/extension";
		LocalDate extended = LocalDate
			.parse(tree(post("olga", path, "{\"reason\":\"complexity\"}")).path("deadline").asText());
		assertThat(extended).isAfter(LocalDate.now().plusMonths(2));
		assertThat(tree(get("olga", "/api/requests/" + id)).path("deadline").asText()).isEqualTo(extended.toString());
		assertThat(problem(post("olga", path, "{\"reason\":\"complexity\"}"), 409).path("detail").asText())
			.contains("there is one extension");
	}

	@ParameterizedTest
	@CsvSource({ "PrivacyOperator, 200", "Approver, 200", "Owner, 403", "Auditor, 403", "nobody, 403", "fred, 404" })
	void who_decides_may_extend(String user, int status) throws Exception {
		assertThat(post(user, "/api/requests/" + open() + "/extension", "{\"reason\":\"number-of-requests\"}")
			.statusCode()).isEqualTo(status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "{\"reason\":\" \"}", "{\"reason\":3}", "{\"reason\":null}",
			"{\"reason\":\"complexity\",\"until\":\"2027-01-01\"}", "{\"reason\":\"\\u0000\"}" })
	void a_reason_is_needed_and_nothing_else(String body) throws Exception {
		UUID id = open();
		assertThat(problem(post("olga", "/api/requests/" + id + "/extension", body), 422).path("errors")
			.path(0)
			.path("field")
			.asText()).isEqualTo("reason");
	}

	private UUID open() {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "discovering");
		this.jdbc.sql("update request set deadline = ?, document = '{\"subject\":{}}' where id = ?")
			.params(LocalDate.now().plusDays(20), id)
			.update();
		return id;
	}

}
