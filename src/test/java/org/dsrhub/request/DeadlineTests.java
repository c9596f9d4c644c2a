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
		assertThat(Deadline.of(received, 0, zone, HOLIDAYS)).as(why).isEqualTo(due);
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
		assertThat(Deadline.of(received, 0, ZoneId.of("Europe/Copenhagen"), danish)).as(why).isEqualTo(due);
	}

	@ParameterizedTest(name = "{0} in {1}: {2} ({3})")
	@CsvSource({ "2026-01-14T10:00:00Z, UTC, 2026-04-14, same date of the third month",
			"2026-11-30T10:00:00Z, UTC, 2027-03-01, last day of February is a Sunday",
			"2026-09-24T10:00:00Z, UTC, 2026-12-29, two holidays and a weekend and a holiday",
			"2026-01-31T23:30:00Z, Europe/Copenhagen, 2026-05-01, already February there",
			"2025-11-28T10:00:00Z, UTC, 2026-03-02, from receipt and not from the first deadline" })
	void an_extension_makes_it_three_months_from_receipt(Instant received, ZoneId zone, LocalDate due, String why) {
		assertThat(Deadline.extended(received, 0, zone, HOLIDAYS)).as(why).isEqualTo(due);
	}

	/**
	 * Holidays as a Danish organisation has them.
	 */
	@ParameterizedTest(name = "{0}, stopped for {1} days: {2}, extended {3} ({4})")
	@CsvSource({ "2026-01-31T10:00:00Z, 0, 2026-03-02, 2026-04-30, no pause",
			"2026-01-31T10:00:00Z, 2, 2026-03-02, 2026-05-04, from the Saturday and not from the Monday",
			"2026-01-31T10:00:00Z, 5, 2026-03-05, 2026-05-05, a Thursday",
			"2026-04-16T10:00:00Z, 1, 2026-05-18, 2026-07-17, a Sunday",
			"2026-04-16T10:00:00Z, 2, 2026-05-18, 2026-07-20, and for a day more the same Monday",
			"2026-09-22T10:00:00Z, 2, 2026-10-26, 2026-12-28, into the weekend of 25 hours and into Christmas",
			"2026-11-24T10:00:00Z, 3, 2026-12-28, 2027-03-01, Christmas Eve and three days are the Sunday after",
			"2026-11-24T10:00:00Z, 5, 2026-12-29, 2027-03-01, and five the Tuesday",
			"2026-03-01T10:00:00Z, 1, 2026-04-07, 2026-06-02, Maundy Thursday",
			"2026-03-02T10:00:00Z, 3, 2026-04-07, 2026-06-05, from Maundy Thursday to Easter Sunday",
			"2026-03-02T10:00:00Z, 7, 2026-04-09, 2026-06-09, to the Thursday after Easter",
			"2026-01-02T10:00:00Z, 3, 2026-02-05, 2026-04-07, Easter Sunday once it is extended",
			"2026-03-28T22:59:59Z, 1, 2026-04-29, 2026-06-29, the last second before the day of 23 hours",
			"2026-03-28T23:00:00Z, 1, 2026-04-30, 2026-06-30, the first of that day",
			"2026-12-24T10:00:00Z, 1, 2027-01-25, 2027-03-30, received on a holiday and a Monday or Maundy Thursday",
			"2026-12-25T10:00:00Z, 5, 2027-02-01, 2027-03-30, a Saturday or the Tuesday after Easter",
			"2026-12-26T10:00:00Z, 3, 2027-01-29, 2027-03-30, a Friday or Easter Monday",
			"2028-01-31T10:00:00Z, 5, 2028-03-06, 2028-05-05, from the last day of February in a leap year" })
	void the_days_that_a_clock_stood_still_are_added_before_a_deadline_is_moved_off_a_holiday(Instant received,
			int paused, LocalDate due, LocalDate extended, String why) {
		Set<LocalDate> danish = Set.of(LocalDate.of(2026, 4, 2), LocalDate.of(2026, 4, 3), LocalDate.of(2026, 4, 6),
				LocalDate.of(2026, 12, 24), LocalDate.of(2026, 12, 25), LocalDate.of(2026, 12, 26),
				LocalDate.of(2027, 3, 25), LocalDate.of(2027, 3, 26), LocalDate.of(2027, 3, 29));
		ZoneId zone = ZoneId.of("Europe/Copenhagen");
		assertThat(Deadline.of(received, paused, zone, danish)).as(why).isEqualTo(due);
		assertThat(Deadline.extended(received, paused, zone, danish)).as(why).isEqualTo(extended);
	}

}
