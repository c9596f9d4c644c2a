package org.dsrhub.request;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlineTests {

	private static final Set<LocalDate> HOLIDAYS = Set.of(LocalDate.of(2026, 12, 24), LocalDate.of(2026, 12, 25),
			LocalDate.of(2026, 12, 28));

	@ParameterizedTest(name = "{0} in {1}: {2} ({3})")
	@CsvSource({ "2026-03-05T10:00:00Z, UTC, 2026-04-06, the fifth is a Sunday",
			"2026-01-14T10:00:00Z, UTC, 2026-02-16, the fourteenth is a Saturday",
			"2026-04-15T10:00:00Z, UTC, 2026-05-15, same date of the next month",
			"2026-01-31T10:00:00Z, UTC, 2026-03-02, last day of February is a Saturday",
			"2026-01-30T10:00:00Z, UTC, 2026-03-02, February has no thirtieth",
			"2026-01-28T10:00:00Z, UTC, 2026-03-02, the same date as the thirty-first",
			"2024-01-31T10:00:00Z, UTC, 2024-02-29, leap year", "2023-01-31T10:00:00Z, UTC, 2023-02-28, no leap year",
			"2026-02-28T10:00:00Z, UTC, 2026-03-30, the last day does not stay the last day",
			"2026-12-31T10:00:00Z, UTC, 2027-02-01, over the year's end and a Sunday",
			"2026-11-24T10:00:00Z, UTC, 2026-12-29, two holidays and a weekend and a holiday",
			"2026-11-26T10:00:00Z, UTC, 2026-12-29, a Saturday before a holiday",
			"2026-04-14T22:30:00Z, Europe/Copenhagen, 2026-05-15, already the fifteenth there",
			"2026-04-15T03:30:00Z, America/New_York, 2026-05-14, still the fourteenth there",
			"2026-03-28T23:30:00Z, Europe/Copenhagen, 2026-04-29, the day the clocks go forward",
			"2026-10-25T00:30:00Z, Europe/Copenhagen, 2026-11-25, the hour that comes twice" })
	void the_answer_is_due_one_calendar_month_from_receipt(Instant received, ZoneId zone, LocalDate due, String why) {
		assertThat(Deadline.of(received, zone, HOLIDAYS)).as(why).isEqualTo(due);
	}

	/**
	 * As a Danish organisation's calendar has them, Christmas Eve included.
	 */
	@ParameterizedTest(name = "{0}: {1} ({2})")
	@CsvSource({ "2026-01-30T10:00:00Z, 2026-03-02, the last day of February is a Saturday",
			"2026-01-31T10:00:00Z, 2026-03-02, the same", "2028-01-29T10:00:00Z, 2028-02-29, a leap year has that day",
			"2028-01-30T10:00:00Z, 2028-02-29, its last day", "2028-01-31T10:00:00Z, 2028-02-29, its last day",
			"2027-01-29T10:00:00Z, 2027-03-01, the twenty-eighth is a Sunday",
			"2028-02-29T10:00:00Z, 2028-03-29, the same date and not the last day",
			"2024-02-29T10:00:00Z, 2024-04-02, Good Friday to Easter Monday",
			"2026-03-02T10:00:00Z, 2026-04-07, Maundy Thursday to Easter Monday",
			"2026-03-03T10:00:00Z, 2026-04-07, Good Friday", "2026-03-04T10:00:00Z, 2026-04-07, Holy Saturday",
			"2026-03-06T10:00:00Z, 2026-04-07, Easter Monday", "2026-11-23T10:00:00Z, 2026-12-23, before Christmas",
			"2026-11-24T10:00:00Z, 2026-12-28, Christmas Eve to a Sunday",
			"2026-11-25T10:00:00Z, 2026-12-28, Christmas Day", "2026-11-26T10:00:00Z, 2026-12-28, Boxing Day",
			"2025-11-24T10:00:00Z, 2025-12-29, Christmas and a weekend",
			"2026-02-28T23:30:00Z, 2026-04-01, already March there",
			"2026-03-29T00:59:59Z, 2026-04-29, before the hour that the clocks leave out",
			"2026-03-29T01:00:00Z, 2026-04-29, after it",
			"2026-09-25T21:59:59Z, 2026-10-26, to a Sunday on which the clocks go back",
			"2026-10-24T22:00:00Z, 2026-11-25, the day that has 25 hours has begun" })
	void a_deadline_is_moved_off_the_holidays_of_a_calendar(Instant received, LocalDate due, String why) {
		Set<LocalDate> danish = Set.of(LocalDate.of(2024, 3, 28), LocalDate.of(2024, 3, 29), LocalDate.of(2024, 4, 1),
				LocalDate.of(2025, 12, 24), LocalDate.of(2025, 12, 25), LocalDate.of(2025, 12, 26),
				LocalDate.of(2026, 4, 2), LocalDate.of(2026, 4, 3), LocalDate.of(2026, 4, 6),
				LocalDate.of(2026, 12, 24), LocalDate.of(2026, 12, 25), LocalDate.of(2026, 12, 26));
		assertThat(Deadline.of(received, ZoneId.of("Europe/Copenhagen"), danish)).as(why).isEqualTo(due);
	}

	@ParameterizedTest(name = "{0} in {1}: {2} ({3})")
	@CsvSource({ "2026-01-14T10:00:00Z, UTC, 2026-04-14, same date of the third month",
			"2026-11-30T10:00:00Z, UTC, 2027-03-01, last day of February is a Sunday",
			"2026-09-24T10:00:00Z, UTC, 2026-12-29, two holidays and a weekend and a holiday",
			"2026-01-31T23:30:00Z, Europe/Copenhagen, 2026-05-01, already February there",
			"2025-11-28T10:00:00Z, UTC, 2026-03-02, from receipt and not from the first deadline" })
	void an_extension_makes_it_three_months_from_receipt(Instant received, ZoneId zone, LocalDate due, String why) {
		assertThat(Deadline.extended(received, zone, HOLIDAYS)).as(why).isEqualTo(due);
	}

}
