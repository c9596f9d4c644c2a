package org.dsrhub.camel;

import java.time.LocalDate;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
	@CsvSource({ "PrivacyOperator, 200", "Approver, 200", "Owner, 403", "Auditor, 403", "nobody, 403", "fred, 404" })
	void who_decides_may_stop_it(String user, int status) throws Exception {
		assertThat(post(user, "/api/requests/" + open() + "/pause", "").statusCode()).isEqualTo(status);
	}

	private UUID open() {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "discovering");
		this.jdbc.sql("update request set deadline = ?, document = '{\"subject\":{}}' where id = ?")
			.params(LocalDate.now().plusDays(20), id)
			.update();
		return id;
	}

}
