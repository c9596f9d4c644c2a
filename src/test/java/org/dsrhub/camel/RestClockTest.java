package org.dsrhub.camel;

import java.time.LocalDate;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The clock of a request over REST.
 */
class RestClockTest extends RestTest {

	@Test
	void a_clock_is_stopped_and_goes_on_and_anybody_who_sees_the_request_sees_it() throws Exception {
		String path = "/api/requests/" + open() + "/pause";
		assertThat(tree(get("Reader", path)).path("pausedSince").isNull()).isTrue();
		assertThat(tree(post("olga", path, "")).path("pausedSince").isTextual()).isTrue();
		problem(post("olga", path, ""), 409);
		assertThat(tree(send(call("olga", path).DELETE())).path("pausedDays").asInt()).isZero();
		problem(send(call("olga", path).DELETE()), 409);
	}

	@ParameterizedTest
	@ValueSource(strings = { "attention", "completed-with-exceptions" })
	void nothing_is_retried_while_it_is_in_doubt_who_asks(String state) throws Exception {
		UUID id = open();
		String path = "/api/requests/" + id;
		post("olga", path + "/pause", "");
		this.jdbc.sql("update request set state = ? where id = ?").params(state, id).update();
		task(id, "entra-user", "failed", "failed", "unreachable");
		assertThat(problem(post("olga", path + "/retry", ""), 409).path("detail").asText())
			.contains("in doubt who asks");
		assertThat(tree(get("olga", path)).path("state").asText()).isEqualTo(state);
		assertThat(this.evidence.entries(id)).asString().doesNotContain("retried");
		send(call("olga", path + "/pause").DELETE());
		assertThat(post("olga", path + "/retry", "").statusCode()).isEqualTo(200);
		assertThat(this.evidence.entries(id)).last().asString().contains("retried");
	}

	@ParameterizedTest
	@CsvSource({ "PrivacyOperator, 200", "Approver, 200", "Owner, 403", "Auditor, 403", "nobody, 403", "fred, 404" })
	void who_decides_may_stop_it(String user, int status) throws Exception {
		assertThat(post(user, "/api/requests/" + open() + "/pause", "").statusCode()).isEqualTo(status);
	}

	private UUID open() {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "discovering");
		this.jdbc.sql("update request set deadline = ?, fingerprint = ?, document = '{\"subject\":{}}' where id = ?")
			.params(LocalDate.now().plusDays(20), id.toString(), id)
			.update();
		return id;
	}

}
