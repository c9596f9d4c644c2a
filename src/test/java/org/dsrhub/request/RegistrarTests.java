package org.dsrhub.request;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.dsrhub.Workshop;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Role;
import org.dsrhub.source.Right;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegistrarTests {

	private static final Caller OLGA = new Caller("olga", Set.of(Role.OWNER, Role.ACCOUNT_ADMINISTRATOR),
			Set.of("contoso"));

	private Workshop shop;

	private Registrar registrar;

	@BeforeEach
	void setUp(@TempDir Path folder) {
		this.shop = new Workshop(folder);
		this.registrar = RequestRoom.registrar(this.shop);
	}

	@Test
	void a_new_request_is_a_row_with_its_evidence() {
		Registration filed = file("R-1", "ana@contoso.example");
		assertThat(filed.duplicate()).isFalse();
		Map<String, Object> row = row(filed.request());
		assertThat(row).containsEntry("reference", "R-1")
			.containsEntry("state", "received")
			.containsEntry("asked", "export")
			.containsEntry("door", "inbox")
			.containsEntry("filed_by", "olga")
			.containsEntry("roles", "AccountAdministrator,Owner")
			.containsEntry("deadline", java.sql.Date.valueOf("2026-03-02"));
		assertThat(row.get("due")).isNotNull();
		EvidenceLog evidence = new EvidenceLog(this.shop.jdbc(), this.shop.clock());
		assertThat(evidence.verify(filed.request()).valid()).isTrue();
		assertThat(evidence.entries(filed.request())).singleElement()
			.asString()
			.contains("\"event\":\"registered\"", "\"actor\":\"olga\"", "\"identifiers\":[\"email\"]",
					"\"deadline\":\"2026-03-02\"")
			.doesNotContain("ana");
	}

	@Test
	void a_request_without_reference_has_its_id() {
		Registration filed = file(null, "ana@contoso.example");
		assertThat(row(filed.request())).containsEntry("reference", filed.id().toString());
	}

	@Test
	void a_restriction_by_removal_is_known_by_its_row_as_the_migration_knows_older_ones() {
		for (String how : List.of("remove", "disable")) {
			RequestDocument any = document(how, "ana@contoso.example");
			this.registrar.register(new RequestDocument(how, "contoso", Right.RESTRICT, any.subject(), null, null,
					Map.of("restrictBy", TextNode.valueOf(how)), any.receivedAt(), null), Door.INBOX, OLGA);
		}
		for (String condition : List.of("by_removal", "document like '%\"restrictBy\":\"remove\"%'")) {
			assertThat(
					this.shop.jdbc().sql("select reference from request where " + condition).query(String.class).list())
				.containsExactly("remove");
		}
	}

	@Test
	void the_same_content_is_a_duplicate_while_the_request_is_open() {
		Registration first = file("R-1", "ana@contoso.example");
		Registration second = file("R-2", "ana@contoso.example");
		assertThat(second).isEqualTo(new Registration(second.id(), first.id(), true));
		assertThat(row(first.id())).containsEntry("changed", 2L);
		assertThat(new EvidenceLog(this.shop.jdbc(), this.shop.clock()).entries(first.id())).hasSize(2)
			.last()
			.asString()
			.contains("duplicate-filed", second.id().toString());
		close(first.id());
		assertThat(file("R-3", "ana@contoso.example").duplicate()).isFalse();
		assertThat(file("R-2", "ana@contoso.example").request()).isEqualTo(first.id());
	}

	@Test
	void the_same_reference_and_content_is_a_duplicate_for_ever() {
		Registration first = file("R-1", "ana@contoso.example");
		close(first.id());
		Registration again = file("R-1", "ana@contoso.example");
		assertThat(again.duplicate()).isTrue();
		assertThat(again.request()).isEqualTo(first.id());
		assertThat(this.shop.jdbc().sql("select reference from duplicate").query(String.class).single())
			.isEqualTo("R-1");
	}

	@Test
	void a_reference_is_never_used_for_other_content() {
		file("R-1", "ana@contoso.example");
		file("R-2", "ana@contoso.example");
		assertThatThrownBy(() -> file("R-1", "bo@contoso.example")).isInstanceOf(ReferenceConflict.class);
		assertThatThrownBy(() -> file("R-2", "bo@contoso.example")).isInstanceOf(ReferenceConflict.class);
		assertThat(this.shop.count("request")).isOne();
	}

	@Test
	void another_subject_right_source_option_or_tenant_is_another_request() {
		RequestDocument base = document(null, "ana@contoso.example");
		List<RequestDocument> others = List.of(base, document(null, "diana@contoso.example"),
				new RequestDocument(null, "contoso", Right.ACCESS, base.subject(), null, null, null, base.receivedAt(),
						null),
				new RequestDocument(null, "contoso", Right.EXPORT, base.subject(), List.of("entra-user"), null, null,
						base.receivedAt(), null),
				new RequestDocument(null, "contoso", Right.EXPORT, base.subject(), null, null,
						Map.of("exportFirst", BooleanNode.TRUE), base.receivedAt(), null),
				new RequestDocument(null, "fabrikam", Right.EXPORT, base.subject(), null, null, null, base.receivedAt(),
						null));
		others.forEach((other) -> this.registrar.register(other, Door.REST, OLGA));
		assertThat(this.shop.count("request")).isEqualTo(others.size());
	}

	@Test
	void time_of_receipt_and_requester_do_not_make_another_request() {
		RequestDocument base = document(null, "ana@contoso.example");
		Registration first = this.registrar.register(base, Door.REST, OLGA);
		Registration second = this.registrar.register(
				new RequestDocument(null, base.tenant(), base.right(), base.subject(), null, null, null,
						Instant.parse("2026-02-02T00:00:00Z"), new RequestDocument.Requester("Bo", null)),
				Door.INBOX, OLGA);
		assertThat(second.request()).isEqualTo(first.id());
	}

	@ParameterizedTest
	@ValueSource(strings = { "same", "different", "none" })
	void racing_filings_give_one_request(String references) throws Exception {
		List<Registration> filed = race(20, (i) -> switch (references) {
			case "same" -> "R-1";
			case "different" -> "R-" + i;
			default -> null;
		});
		assertThat(filed).hasSize(20).filteredOn((one) -> !one.duplicate()).hasSize(1);
		assertThat(filed).extracting(Registration::request)
			.containsOnly(filed.stream().filter((one) -> !one.duplicate()).findFirst().orElseThrow().id());
		assertThat(this.shop.count("request")).isOne();
		assertThat(this.shop.count("duplicate")).isEqualTo(19);
		UUID request = filed.get(0).request();
		assertThat(new EvidenceLog(this.shop.jdbc(), this.shop.clock()).verify(request).valid()).isTrue();
		assertThat(row(request)).containsEntry("evidence_seq", 20).containsEntry("changed", 20L);
	}

	private List<Registration> race(int runners, java.util.function.IntFunction<String> reference) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(runners);
		try {
			CyclicBarrier start = new CyclicBarrier(runners);
			List<Callable<Registration>> filings = new ArrayList<>();
			for (int i = 0; i < runners; i++) {
				String name = reference.apply(i);
				filings.add(() -> {
					start.await();
					return file(name, "ana@contoso.example");
				});
			}
			List<Registration> filed = new ArrayList<>();
			for (Future<Registration> one : threads.invokeAll(filings)) {
				filed.add(one.get());
			}
			return filed;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private Registration file(String reference, String email) {
		return this.registrar.register(document(reference, email), Door.INBOX, OLGA);
	}

	private static RequestDocument document(String reference, String email) {
		return new RequestDocument(reference, "contoso", Right.EXPORT,
				new RequestDocument.SubjectIdentifiers(email, null, null, null, null), null, null, null,
				Instant.parse("2026-01-31T10:00:00Z"), null);
	}

	private void close(UUID request) {
		this.shop.jdbc().sql("delete from open_request where request = ?").param(request).update();
	}

	private Map<String, Object> row(UUID request) {
		return this.shop.jdbc().sql("select * from request where id = ?").param(request).query().singleRow();
	}

}
