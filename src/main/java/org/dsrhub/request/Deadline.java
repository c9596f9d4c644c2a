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
	 * @param zone in which the tenant's days begin and end
	 * @param holidays the tenant's public holidays
	 */
	public static LocalDate of(Instant receivedAt, ZoneId zone, Set<LocalDate> holidays) {
		return working(received(receivedAt, zone).plusMonths(1), holidays);
	}

	/**
	 * The last day for the answer once it was extended: two further months, so three from
	 * receipt (GDPR art. 12(3)), counted as the first.
	 */
	public static LocalDate extended(Instant receivedAt, ZoneId zone, Set<LocalDate> holidays) {
		return working(received(receivedAt, zone).plusMonths(3), holidays);
	}

	/**
	 * A deadline after the clock stood still for some days because it was in doubt who
	 * asks (GDPR art. 12(6); EDPB guidelines 01/2022, paragraph 159).
	 */
	public static LocalDate later(LocalDate deadline, long days, Set<LocalDate> holidays) {
		return working(deadline.plusDays(days), holidays);
	}

	private static LocalDate received(Instant receivedAt, ZoneId zone) {
		return LocalDate.ofInstant(receivedAt, zone);
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
