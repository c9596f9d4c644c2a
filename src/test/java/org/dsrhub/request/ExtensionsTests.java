package org.dsrhub.request;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.dsrhub.Workshop;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Role;
import org.dsrhub.source.Right;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Extensions over a ledger.
 */
class ExtensionsTests {

	private Workshop shop;

	private EvidenceLog evidence;

	@BeforeEach
	void setUp(@TempDir Path folder) {
		this.shop = new Workshop(folder);
		this.evidence = new EvidenceLog(this.shop.jdbc(), this.shop.clock());
	}

	@ParameterizedTest(name = "{0}, extended from {1}, due {2}, on {3}")
	@CsvSource(nullValues = "-",
			value = { "received, -, 2026-03-02, 2026-02-01, -", "identifying, -, 2026-03-02, 2026-03-02, -",
					"awaiting-decision, -, 2026-03-02, 2026-03-01, -", "attention, -, 2026-03-02, 2026-01-31, -",
					"fulfilling, -, 2026-03-02, 2026-03-03, the deadline was 2026-03-02",
					"fulfilling, 2026-03-02, 2026-04-30, 2026-03-01, extended already",
					"fulfilling, 2026-03-02, 2026-04-30, 2026-05-01, extended already",
					"unverified, -, 2026-03-02, 2026-02-01, the request is unverified",
					"completed, -, 2026-03-02, 2026-02-01, the request is completed",
					"completed-with-exceptions, -, 2026-03-02, 2026-02-01, the request is completed",
					"declined, -, 2026-03-02, 2026-02-01, the request is declined",
					"cancelled, -, 2026-03-02, 2026-02-01, the request is cancelled",
					"expired, -, 2026-03-02, 2026-02-01, the request is expired" })
	void a_deadline_is_extended_once_while_the_request_is_open_and_before_it_has_passed(String state, LocalDate first,
			LocalDate deadline, LocalDate today, String refusal) {
		var refused = ExtensionRules.refusal(RequestState.of(state), first, deadline, today);
		assertThat(refused.isPresent()).isEqualTo(refusal != null);
		refused.ifPresent((words) -> assertThat(words).contains(refusal));
	}

	@ParameterizedTest(name = "on {0}: {1}")
	@CsvSource({ "2026-02-01T10:00:00Z, true", "2026-03-02T22:59:00Z, true", "2026-03-02T23:01:00Z, false" })
	void the_first_deadline_passes_at_the_end_of_its_day_in_the_tenants_zone(Instant now, boolean taken) {
		UUID request = file();
		if (taken) {
			extend(request, "complexity", now);
		}
		else {
			assertThatExceptionOfType(WrongState.class).isThrownBy(() -> extend(request, "complexity", now));
		}
		assertThat(deadline(request, "deadline"))
			.isEqualTo(taken ? LocalDate.of(2026, 4, 30) : LocalDate.of(2026, 3, 2));
		assertThat(deadline(request, "first_deadline")).isEqualTo(taken ? LocalDate.of(2026, 3, 2) : null);
	}

	@Test
	void the_evidence_has_both_deadlines_and_no_words_and_the_receipt_is_written_anew() {
		UUID request = file();
		this.shop.jdbc().sql("update request set notice_due = null").update();
		extend(request, "our archive is being moved", Instant.parse("2026-02-01T10:00:00Z"));
		List<String> entries = this.evidence.entries(request);
		assertThat(entries.get(entries.size() - 1)).contains("\"event\":\"extended\"", "\"actor\":\"olga\"",
				"\"from\":\"2026-03-02\"", "\"to\":\"2026-04-30\"", "\"reason\":\"in-words\"");
		assertThat(this.shop.jdbc().sql("select notice_due from request").query(Instant.class).single()).isNotNull();
		assertThatExceptionOfType(WrongState.class)
			.isThrownBy(() -> extend(request, "complexity", Instant.parse("2026-02-02T10:00:00Z")))
			.withMessageContaining("from 2026-03-02 to 2026-04-30");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ana@contoso.example has asked for much", "see +45 33 12 34 56" })
	void a_reason_that_names_the_person_is_refused_and_nothing_is_extended(String reason) {
		UUID request = file();
		assertThatExceptionOfType(InvalidRequest.class)
			.isThrownBy(() -> extend(request, reason, Instant.parse("2026-02-01T10:00:00Z")))
			.satisfies(
					(refusal) -> assertThat(refusal.errors()).extracting(FieldError::field).containsExactly("reason"));
		assertThat(deadline(request, "first_deadline")).isNull();
	}

	private UUID file() {
		RequestDocument document = new RequestDocument(null, "contoso", Right.EXPORT,
				new RequestDocument.SubjectIdentifiers("ana@contoso.example", null, null, "+4533123456", null), null,
				null, null, Instant.parse("2026-01-30T10:00:00Z"), null);
		return RequestRoom.registrar(this.shop)
			.register(document, Door.REST, new Caller("olga", Set.of(Role.PRIVACY_OPERATOR), Set.of("contoso")))
			.request();
	}

	private void extend(UUID request, String reason, Instant now) {
		Clock clock = Clock.fixed(now, ZoneOffset.UTC);
		Extensions extensions = new Extensions(this.shop.jdbc(), RequestRoom.requests(this.shop), this.shop.tenants(),
				this.evidence, clock);
		new TransactionTemplate(this.shop.transactions())
			.executeWithoutResult((status) -> extensions.extend(request, reason, "olga"));
	}

	private LocalDate deadline(UUID request, String column) {
		return this.shop.jdbc()
			.sql("select %s from request where id = ?".formatted(column))
			.param(request)
			.query((row, number) -> java.util.Optional.ofNullable(row.getObject(1, LocalDate.class)))
			.single()
			.orElse(null);
	}

}
