package org.dsrhub.camel;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;

/**
 * One key of one caller, one request.
 */
class RestIdempotencyTest extends RestTest {

	@Test
	void the_same_call_again_gets_the_same_receipt() throws Exception {
		HttpResponse<String> first = file("olga", "key-1", BODY);
		HttpResponse<String> second = file("olga", "key-1", BODY);
		assertThat(first.statusCode()).isEqualTo(202);
		assertThat(second.statusCode()).isEqualTo(202);
		assertThat(second.body()).isEqualTo(first.body());
		assertThat(second.headers().firstValue("Location")).isEqualTo(first.headers().firstValue("Location"));
	}

	@Test
	void another_callers_equal_key_is_another_key() throws Exception {
		assertThat(file("olga", "key-2", BODY).body()).isNotEqualTo(file("both", "key-2", BODY).body());
	}

	@Test
	void an_equal_key_for_another_tenant_is_another_key() throws Exception {
		HttpResponse<String> first = file("both", "key-t", BODY);
		HttpResponse<String> other = file("both", "key-t", BODY.replace("\"contoso\"", "\"fabrikam\""));
		assertThat(other.statusCode()).as(other.body()).isEqualTo(202);
		assertThat(other.body()).isNotEqualTo(first.body());
		assertThat(file("both", "key-t", BODY).body()).isEqualTo(first.body());
	}

	@Test
	void a_key_does_not_stand_for_another_body() throws Exception {
		file("olga", "key-3", BODY);
		assertThat(problem(file("olga", "key-3", BODY + " "), 422).at("/errors/0/field").asText())
			.isEqualTo("Idempotency-Key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "tab\there", "" })
	void a_malformed_key_is_refused(String key) throws Exception {
		problem(file("olga", key, BODY), 422);
	}

	@Test
	void a_key_has_at_most_200_characters() throws Exception {
		assertThat(file("olga", "k".repeat(200), BODY).statusCode()).isEqualTo(202);
		problem(file("olga", "k".repeat(201), BODY), 422);
	}

	@Test
	void a_key_whose_filing_failed_is_free_again() throws Exception {
		doThrow(new IllegalStateException("no")).when(this.registrar).register(any(), any(), any());
		problem(file("olga", "key-4", BODY), 500);
		play();
		assertThat(file("olga", "key-4", BODY).statusCode()).isEqualTo(202);
	}

	@Test
	void racing_calls_with_one_key_are_one_request() throws Exception {
		int racers = 6;
		CountDownLatch inside = new CountDownLatch(racers);
		doAnswer((call) -> {
			inside.countDown();
			inside.await(2, java.util.concurrent.TimeUnit.SECONDS);
			org.dsrhub.request.RequestDocument document = call.getArgument(0);
			java.util.UUID id = request(document.tenant(), "race-" + java.util.UUID.randomUUID(), "export",
					"cancelled");
			return new org.dsrhub.request.Registration(id, id, false);
		}).when(this.registrar).register(any(), any(), any());
		ExecutorService pool = Executors.newFixedThreadPool(racers);
		List<Future<HttpResponse<String>>> calls = new ArrayList<>();
		for (int i = 0; i < racers; i++) {
			calls.add(pool.submit(() -> file("olga", "key-race", BODY)));
		}
		Set<String> bodies = new HashSet<>();
		for (Future<HttpResponse<String>> call : calls) {
			assertThat(call.get().statusCode()).isEqualTo(202);
			bodies.add(call.get().body());
		}
		pool.shutdown();
		assertThat(bodies).hasSize(1);
		assertThat(this.jdbc.sql("select count(*) from request where reference like 'race-%'")
			.query(Integer.class)
			.single()).isEqualTo(1);
	}

	private HttpResponse<String> file(String user, String key, String body) throws Exception {
		return send(json(user, "/api/requests", BodyPublishers.ofString(body)).header("Idempotency-Key", key));
	}

}
