package org.dsrhub.request;

import java.io.IOException;
import java.nio.file.Files;
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
import org.junit.jupiter.params.provider.CsvSource;
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
	void setUp(@TempDir Path folder) throws IOException {
		this.shop = new Workshop(folder);
		Path contoso = folder.resolve("config/tenants/contoso.yaml");
		Files.writeString(contoso, Files.readString(contoso)
				+ "holidays: [2026-04-02, 2026-04-03, 2026-04-06, 2026-12-24, 2026-12-25, 2026-12-26, 2027-03-25, 2027-03-26, 2027-03-29]\n");
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
		extend(id);
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

	/**
	 * One after the other: pauses of some time, and the extension.
	 */
	@ParameterizedTest(name = "{0}, {1}: {2} ({3})")
	@CsvSource({ "2026-01-31T10:00:00Z, P5D, 2026-03-05, the last day of February is a Saturday",
			"2026-04-16T10:00:00Z, P1D, 2026-05-18, a Sunday",
			"2026-04-16T10:00:00Z, P1D P1D, 2026-05-18, the Monday that the first pause led to already",
			"2026-04-16T10:00:00Z, P1D extend P1D, 2026-07-20, a Saturday",
			"2026-11-24T10:00:00Z, P3D, 2026-12-28, a Sunday after Christmas",
			"2026-11-24T10:00:00Z, P1D P1D P1D, 2026-12-28, the same in three pauses",
			"2026-04-13T10:00:00Z, PT71H PT1H, 2026-05-15, two whole days: what is begun of a day is not added up",
			"2026-03-27T10:00:00Z, extend P1D, 2026-06-29, from a Saturday to a Sunday",
			"2026-03-27T10:00:00Z, P2D extend, 2026-06-29, and with two days to the Monday",
			"2026-03-02T10:00:00Z, P3D, 2026-04-07, Easter Sunday",
			"2026-03-02T10:00:00Z, P3D P4D, 2026-04-09, the Thursday after Easter",
			"2026-01-02T10:00:00Z, P1D extend P2D, 2026-04-07, Easter Sunday by the extension",
			"2026-03-30T10:00:00Z, P10D, 2026-05-11, the clock stands still over Easter",
			"2026-03-28T11:00:00Z, PT23H, 2026-04-29, a day of 23 hours",
			"2026-03-28T11:00:00Z, PT22H59M, 2026-04-28, and not all of it",
			"2026-10-24T10:00:00Z, PT25H, 2026-11-25, a day of 25 hours",
			"2026-10-24T10:00:00Z, PT24H, 2026-11-24, and not all of it",
			"2026-12-24T10:00:00Z, P1D, 2027-01-25, a Monday", "2026-12-25T10:00:00Z, P2D P3D, 2027-02-01, a Saturday",
			"2026-12-26T10:00:00Z, P1D extend P2D, 2027-03-30, Easter Monday" })
	void however_often_a_clock_stood_still_and_before_or_after_an_extension_the_deadline_is_counted_from_receipt(
			Instant received, String steps, LocalDate due, String why) {
		this.clock.reach(received);
		UUID id = file();
		for (String step : steps.split(" ")) {
			if (step.equals("extend")) {
				extend(id);
			}
			else {
				begin(id);
				this.clock.pass(Duration.parse(step));
				end(id);
			}
		}
		assertThat(this.pauses.clock(id).deadline()).as(why).isEqualTo(due);
	}

	@Test
	void an_extension_while_the_clock_stands_still_does_not_count_the_pause_and_its_end_does() {
		UUID id = file();
		begin(id);
		this.clock.pass(Duration.ofDays(2));
		extend(id);
		assertThat(this.pauses.clock(id).deadline()).isEqualTo(LocalDate.of(2026, 7, 15));
		end(id);
		assertThat(this.pauses.clock(id).deadline()).isEqualTo(LocalDate.of(2026, 7, 17));
	}

	@ParameterizedTest
	@ValueSource(strings = { "completed-with-exceptions", "declined", "cancelled" })
	void the_deadline_of_a_request_that_was_closed_in_doubt_stays_as_it_was(String state) {
		UUID id = file();
		begin(id);
		this.shop.jdbc().sql("update request set state = ?").param(state).update();
		this.clock.pass(Duration.ofDays(9));
		end(id);
		RequestClock after = this.pauses.clock(id);
		assertThat(after.pausedSince()).isNull();
		assertThat(after.pausedDays()).isZero();
		assertThat(after.deadline()).isEqualTo(LocalDate.of(2026, 5, 15));
		assertThat(this.evidence.entries(id)).last()
			.asString()
			.contains("clock-resumed", "\"from\":\"2026-05-15\"", "\"to\":\"2026-05-15\"");
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

	private void extend(UUID id) {
		Extensions extensions = new Extensions(this.shop.jdbc(), RequestRoom.requests(this.shop), this.shop.tenants(),
				this.evidence, this.clock);
		run(() -> extensions.extend(id, "complexity", "olga"));
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
