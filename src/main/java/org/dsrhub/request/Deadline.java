package org.dsrhub.request;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;

/**
 * Until when a data subject must be answered.
 */
final class Deadline {

	private Deadline() {
	}

	/**
	 * The last day for the answer, one calendar month from receipt (GDPR art. 12(3)): the
	 * same date of the next month or that month's last day, and the next working day
	 * where that is a Saturday, a Sunday or a holiday (Regulation 1182/71, art. 3(2)(c)
	 * and 3(4)). It lasts to the end of that day in the zone.
	 * @param receivedAt when the organisation received the request
	 * @param pausedDays how many days the clock stood still because it was in doubt who
	 * asks (GDPR art. 12(6); EDPB guidelines 01/2022, paragraph 159)
	 * @param zone in which the tenant's days begin and end
	 * @param holidays the tenant's public holidays
	 */
	public static LocalDate of(Instant receivedAt, int pausedDays, ZoneId zone, Set<LocalDate> holidays) {
		return last(receivedAt, 1, pausedDays, zone, holidays);
	}

	/**
	 * The last day for the answer once it was extended: two further months, so three from
	 * receipt (GDPR art. 12(3)), counted as the first.
	 */
	public static LocalDate extended(Instant receivedAt, int pausedDays, ZoneId zone, Set<LocalDate> holidays) {
		return last(receivedAt, 3, pausedDays, zone, holidays);
	}

	/**
	 * Always from the day of receipt: a day that was moved off a weekend before would
	 * make the next one later than the law has it.
	 */
	private static LocalDate last(Instant receivedAt, int months, int pausedDays, ZoneId zone,
			Set<LocalDate> holidays) {
		return working(LocalDate.ofInstant(receivedAt, zone).plusMonths(months).plusDays(pausedDays), holidays);
	}

	private static LocalDate working(LocalDate last, Set<LocalDate> holidays) {
		LocalDate day = last;
		while (weekend(day) || holidays.contains(day)) {
			day = day.plusDays(1);
		}
		return day;
	}

	private static boolean weekend(LocalDate day) {
		return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
	}

}
