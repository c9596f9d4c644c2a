package org.dsrhub.request;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.Workshop;
import org.dsrhub.evidence.Digest;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.security.Caller;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.security.Role;
import org.dsrhub.source.Right;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Decisions over a ledger.
 */
class DecisionsTests {

	private static final Decision APPROVE = new Decision("approve", null, List.of(), null);

	private static final Decision DECLINE = new Decision("decline", "excessive", List.of(), null);

	private static final ObjectMapper JSON = new ObjectMapper();

	private Workshop shop;

	private Registrar registrar;

	private Decisions decisions;

	private Pauses pauses;

	private EvidenceLog evidence;

	private Digest digest;

	@BeforeEach
	void setUp(@TempDir Path folder) throws IOException {
		this.shop = new Workshop(folder);
		Path contoso = folder.resolve("config/tenants/contoso.yaml");
		Files.writeString(contoso, Files.readString(contoso) + "\ndecision: {export: four-eyes, access: person}\n");
		this.registrar = RequestRoom.registrar(this.shop);
		this.evidence = new EvidenceLog(this.shop.jdbc(), this.shop.clock());
		this.digest = new Digest(this.shop.hub());
		this.decisions = RequestRoom.decisions(this.shop);
		this.pauses = new Pauses(this.shop.jdbc(), RequestRoom.requests(this.shop), this.shop.tenants(), this.evidence,
				Clock.fixed(Instant.parse("2026-02-02T10:00:00Z"), ZoneOffset.UTC));
	}

	@ParameterizedTest
	@CsvSource({ "export, olga, approve, false", "export, olga, decline, true", "export, dora, approve, false",
			"export, dora, decline, true", "export, otto, approve, true", "export, otto, decline, true",
			"access, olga, approve, true" })
	void where_four_eyes_decide_nobody_approves_what_they_filed_or_filed_again(String right, String actor,
			String decision, boolean taken) {
		UUID request = file("olga", right);
		file("dora", right);
		await(request);
		Decision word = decision.equals("approve") ? APPROVE : DECLINE;
		if (taken) {
			assertThatNoException().isThrownBy(() -> decide(request, word, actor));
			assertThat(proof(request).path("fourEyes").asBoolean()).isEqualTo(right.equals("export"));
			assertThat(state(request)).isEqualTo("fulfilling");
		}
		else {
			assertThatExceptionOfType(NotAllowed.class).isThrownBy(() -> decide(request, word, actor))
				.withMessageContaining("four eyes decide on export");
			assertThat(state(request)).isEqualTo("awaiting-decision");
			assertThat(this.evidence.entries(request)).asString().doesNotContain("decided");
		}
	}

	@Test
	void who_files_again_at_the_moment_of_approving_is_refused_or_files_after_the_decision() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			for (int i = 0; i < 20; i++) {
				String subject = "ana%d@contoso.example".formatted(i);
				UUID request = file("olga", "export", subject);
				await(request);
				CyclicBarrier start = new CyclicBarrier(2);
				List<Callable<Object>> both = List.of(() -> {
					start.await();
					return file("dora", "export", subject);
				}, () -> {
					start.await();
					try {
						decide(request, APPROVE, "dora");
					}
					catch (NotAllowed ex) {
						return "refused";
					}
					return "approved";
				});
				List<Object> ends = new ArrayList<>();
				for (Future<Object> one : threads.invokeAll(both)) {
					ends.add(one.get());
				}
				List<String> events = this.evidence.entries(request).stream().map((entry) -> event(entry)).toList();
				assertThat(events).isEqualTo(ends.get(1).equals("refused") ? List.of("registered", "duplicate-filed")
						: List.of("registered", "decided", "duplicate-filed"));
				assertThat(this.evidence.verify(request).valid()).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void the_evidence_says_how_much_was_left_out_and_names_nothing_in_clear() {
		UUID request = file("olga", "access");
		await(request);
		decide(request,
				new Decision("approve", "not hers to know", List.of(new LeftOut("record-1", null),
						new LeftOut("record-2", "properties.phone"), new LeftOut("record-2", "properties.name")), null),
				"otto");
		JsonNode proof = proof(request);
		assertThat(proof.path("decision").asText()).isEqualTo("approve");
		assertThat(proof.path("reason").asText()).isEqualTo("in-words");
		assertThat(proof.path("leftOut").asInt()).isEqualTo(1);
		assertThat(proof.path("leftOutFields").asInt()).isEqualTo(2);
		assertThat(proof.path("leftOutOf")).extracting(JsonNode::asText)
			.containsExactlyInAnyOrder(this.digest.of("record-1"), this.digest.of("record-2"));
		assertThat(proof.toString()).doesNotContain("record-", "phone", "hers");
		RequestRow row = RequestRoom.requests(this.shop).get(request);
		assertThat(row.leftOut()).containsExactly("record-1");
		assertThat(row.leftOutFields()).containsOnlyKeys("record-2");
		assertThat(this.decisions.reason(request)).hasValue("not hers to know");
	}

	@Test
	void a_decision_is_taken_once() {
		UUID request = file("olga", "access");
		await(request);
		decide(request, DECLINE, "olga");
		assertThat(proof(request).path("reason").asText()).isEqualTo("excessive");
		assertThatExceptionOfType(WrongState.class).isThrownBy(() -> decide(request, APPROVE, "otto"));
	}

	@Test
	void while_it_is_in_doubt_who_asks_nobody_approves_and_declining_goes_on() {
		UUID request = file("olga", "access");
		await(request);
		pause(request);
		assertThatExceptionOfType(WrongState.class).isThrownBy(() -> decide(request, APPROVE, "otto"))
			.withMessageContaining("in doubt who asks");
		assertThat(state(request)).isEqualTo("awaiting-decision");
		assertThat(this.evidence.entries(request)).asString().doesNotContain("decided");
		run(() -> this.pauses.end(request, "olga"));
		decide(request, APPROVE, "otto");
		assertThat(state(request)).isEqualTo("fulfilling");
		assertThat(proof(request).path("decision").asText()).isEqualTo("approve");

		UUID declined = file("olga", "export");
		await(declined);
		pause(declined);
		decide(declined, DECLINE, "otto");
		assertThat(proof(declined).path("decision").asText()).isEqualTo("decline");
	}

	private UUID file(String name, String right) {
		return file(name, right, "ana@contoso.example");
	}

	private UUID file(String name, String right, String email) {
		RequestDocument document = new RequestDocument(null, "contoso", Right.of(right),
				new RequestDocument.SubjectIdentifiers(email, null, null, null, null), null, null, null,
				Instant.parse("2026-01-31T10:00:00Z"), null);
		return this.registrar
			.register(document, Door.REST, new Caller(name, Set.of(Role.PRIVACY_OPERATOR), Set.of("contoso")))
			.request();
	}

	private void await(UUID request) {
		this.shop.jdbc().sql("update request set state = 'awaiting-decision' where id = ?").param(request).update();
	}

	private void decide(UUID request, Decision decision, String actor) {
		run(() -> this.decisions.decide(request, decision, actor));
	}

	private void pause(UUID request) {
		run(() -> this.pauses.begin(request, "olga"));
	}

	private void run(Runnable step) {
		new TransactionTemplate(this.shop.transactions()).executeWithoutResult((status) -> step.run());
	}

	private String state(UUID request) {
		return this.shop.jdbc()
			.sql("select state from request where id = ?")
			.param(request)
			.query(String.class)
			.single();
	}

	private JsonNode proof(UUID request) {
		List<String> entries = this.evidence.entries(request);
		String last = entries.get(entries.size() - 1);
		assertThat(event(last)).isEqualTo("decided");
		return read(last).path("data");
	}

	private static String event(String entry) {
		return read(entry).path("event").asText();
	}

	private static JsonNode read(String entry) {
		try {
			return JSON.readTree(entry);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
