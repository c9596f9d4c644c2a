package org.dsrhub.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeepTests {

	private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);

	/**
	 * Each day of five years, two of which have a 29 February or are one year and one day
	 * after it: at its first instant all is due whose time has come, and nothing else.
	 */
	@ParameterizedTest
	@CsvSource({ "P1D, Europe/Copenhagen", "P30D, America/New_York", "P1M, Europe/Copenhagen", "P1M, Pacific/Apia",
			"P6M, America/Sao_Paulo", "P18M, Asia/Kathmandu", "P1M15D, UTC", "P1Y, UTC", "P2Y, Australia/Lord_Howe",
			"P10Y, Africa/Cairo" })
	void what_is_due_is_what_was_kept_from_before_a_time(Period period, ZoneId zone) {
		Keep keep = new Keep(period, zone);
		FIRST.datesUntil(FIRST.plusYears(5)).forEach((day) -> {
			Instant now = day.atStartOfDay(zone).toInstant();
			assertThat(keep.before(now.minusMillis(1))).isBeforeOrEqualTo(keep.before(now));
			LocalDate near = day.minus(period);
			near.minusDays(4).datesUntil(near.plusDays(5)).forEach((from) -> {
				for (LocalTime time : new LocalTime[] { LocalTime.MIN, LocalTime.NOON, LocalTime.MAX }) {
					Instant closed = from.atTime(time).atZone(zone).toInstant();
					for (Instant at : new Instant[] { now, now.minusMillis(1) }) {
						assertThat(closed.isBefore(keep.before(at))).as("%s at %s", closed, at)
							.isEqualTo(!keep.until(closed).isAfter(at));
					}
				}
			});
		});
	}

	@ParameterizedTest
	@CsvSource({ "2026-02-28, 2026-03-29", "2024-02-29, 2024-03-30", "2026-01-31, 2026-03-01",
			"2026-01-28, 2026-03-01" })
	void a_month_after_the_end_of_february_is_no_end_of_march(LocalDate closed, LocalDate goes) {
		Keep keep = new Keep(Period.ofMonths(1), ZoneId.of("UTC"));
		Instant from = closed.atTime(LocalTime.NOON).atZone(keep.zone()).toInstant();
		Instant day = goes.atStartOfDay(keep.zone()).toInstant();
		assertThat(from).isBefore(keep.before(day)).isAfterOrEqualTo(keep.before(day.minusMillis(1)));
	}

}
