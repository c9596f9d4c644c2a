package org.dsrhub.request;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.Pauses.RequestClock;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Role;
import org.dsrhub.source.Right;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The clock of a request over a ledger.
 */
class PausesTests {

	private final MovingClock clock = new MovingClock(Instant.parse("2026-04-15T10:00:00Z"));

	private Workshop shop;

	private EvidenceLog evidence;

	private Pauses pauses;

	@BeforeEach
	void setUp(@TempDir Path folder) {
		this.shop = new Workshop(folder);
		this.evidence = new EvidenceLog(this.shop.jdbc(), this.clock);
		this.pauses = new Pauses(this.shop.jdbc(), RequestRoom.requests(this.shop), this.shop.tenants(), this.evidence,
				this.clock);
	}

	@Test
	void a_pause_moves_the_deadline_by_whole_days_and_both_dates_are_shown() {
		UUID id = file();
		begin(id);
		assertThat(this.pauses.clock(id).pausedSince()).isEqualTo(this.clock.instant());
		assertThat(this.pauses.clock(id).deadline()).isEqualTo(LocalDate.of(2026, 5, 15));
		this.clock.pass(Duration.ofHours(24 * 5 + 23));
		end(id);
		RequestClock after = this.pauses.clock(id);
		assertThat(after.pausedDays()).isEqualTo(5);
		assertThat(after.pausedSince()).isNull();
		assertThat(after.deadline()).isEqualTo(LocalDate.of(2026, 5, 20));
		assertThat(after.deadlineWithoutPause()).isEqualTo(LocalDate.of(2026, 5, 15));
		List<String> entries = this.evidence.entries(id);
		assertThat(entries.get(entries.size() - 1)).contains("clock-resumed", "\"days\":5", "\"to\":\"2026-05-20\"",
				"\"actor\":\"olga\"");
	}

	@Test
	void pauses_add_up_and_move_an_extended_deadline_too() {
		UUID id = file();
		begin(id);
		this.clock.pass(Duration.ofDays(2));
		end(id);
		Extensions extensions = new Extensions(this.shop.jdbc(), RequestRoom.requests(this.shop), this.shop.tenants(),
				this.evidence, this.clock);
		run(() -> extensions.extend(id, "complexity", "olga"));
		assertThat(this.pauses.clock(id).deadline()).isEqualTo(LocalDate.of(2026, 7, 17));
		begin(id);
		this.clock.pass(Duration.ofDays(3));
		end(id);
		RequestClock after = this.pauses.clock(id);
		assertThat(after.deadline()).as("the eighteenth and nineteenth are a weekend")
			.isEqualTo(LocalDate.of(2026, 7, 20));
		assertThat(after.firstDeadline()).isEqualTo(LocalDate.of(2026, 5, 18));
		assertThat(after.deadlineWithoutPause()).isEqualTo(LocalDate.of(2026, 7, 15));
	}

	@Test
	void a_clock_that_stands_still_cannot_be_stopped_and_one_that_goes_cannot_be_resumed() {
		UUID id = file();
		assertThatExceptionOfType(WrongState.class).isThrownBy(() -> end(id)).withMessageContaining("was not stopped");
		begin(id);
		assertThatExceptionOfType(WrongState.class).isThrownBy(() -> begin(id)).withMessageContaining("since");
	}

	@Test
	void a_deadline_that_has_passed_cannot_be_stopped() {
		UUID id = file();
		this.clock.reach(Instant.parse("2026-05-15T21:59:00Z"));
		begin(id);
		end(id);
		this.clock.reach(Instant.parse("2026-05-15T22:01:00Z"));
		assertThatExceptionOfType(WrongState.class).isThrownBy(() -> begin(id)).withMessageContaining("2026-05-15");
	}

	@ParameterizedTest
	@ValueSource(strings = { "fulfilling", "packaging", "completed", "declined", "expired" })
	void nobody_doubts_who_asks_once_the_hub_acts_on_it(String state) {
		UUID id = file();
		this.shop.jdbc().sql("update request set state = ?").param(state).update();
		assertThatExceptionOfType(WrongState.class).isThrownBy(() -> begin(id)).withMessageContaining(state);
	}

	private UUID file() {
		RequestDocument document = new RequestDocument(null, "contoso", Right.EXPORT,
				new RequestDocument.SubjectIdentifiers("ana@contoso.example", null, null, null, null), null, null, null,
				this.clock.instant(), null);
		return RequestRoom.registrar(this.shop)
			.register(document, Door.REST, new Caller("olga", Set.of(Role.PRIVACY_OPERATOR), Set.of("contoso")))
			.request();
	}

	private void begin(UUID id) {
		run(() -> this.pauses.begin(id, "olga"));
	}

	private void end(UUID id) {
		run(() -> this.pauses.end(id, "olga"));
	}

	private void run(Runnable step) {
		new TransactionTemplate(this.shop.transactions()).executeWithoutResult((status) -> step.run());
	}

}
