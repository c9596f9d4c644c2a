package org.dsrhub.camel;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * A door behind which too many requests are open.
 */
class RestFullTest extends RestTest {

	@DynamicPropertySource
	static void bound(DynamicPropertyRegistry registry) {
		registry.add("hub.work.open", () -> 2);
	}

	@Test
	void a_filing_is_refused_and_nothing_is_stored_until_requests_are_closed() throws Exception {
		HttpResponse<String> before = file("before");
		assertThat(before.statusCode()).isEqualTo(202);
		for (int i = 0; i < 2; i++) {
			this.jdbc.sql("insert into open_request (tenant, fingerprint, request) values ('contoso', ?, ?)")
				.params("f" + i, request("contoso", "O-" + i, "access", "discovering"))
				.update();
		}
		Awaitility.await().until(() -> file(UUID.randomUUID().toString()).statusCode() == 503);
		long stored = stored();
		clearInvocations(this.registrar);
		HttpResponse<String> refused = file("refused");
		assertThat(problem(refused, 503).path("detail").asText()).contains("too many requests are open");
		assertThat(refused.headers().firstValue("Retry-After")).hasValue("30");
		assertThat(stored()).isEqualTo(stored);
		verify(this.registrar, never()).register(any(), any(), any());
		// What was taken before is answered as before.
		assertThat(file("before").body()).isEqualTo(before.body());
		assertThat(get("olga", "/api/requests").statusCode()).isEqualTo(200);
		this.jdbc.sql("delete from open_request").update();
		Awaitility.await().until(() -> file("refused").statusCode() == 202);
	}

	private HttpResponse<String> file(String key) throws Exception {
		return send(json("olga", "/api/requests", BodyPublishers.ofString(BODY)).header("Idempotency-Key", key));
	}

	private long stored() {
		return this.jdbc.sql("select (select count(*) from request) + (select count(*) from filing_key)")
			.query(Long.class)
			.single();
	}

}
