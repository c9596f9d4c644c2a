package org.dsrhub.request;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * When the organisation received a request, as filers write it: an RFC 3339 date-time, or
 * a date, which is the start of that day in the tenant's zone.
 */
public final class TimeOfReceipt {

	/**
	 * The GDPR applies since then (art. 99(2)): an earlier request is a slip of the pen.
	 */
	private static final Instant FIRST = Instant.parse("2018-05-24T00:00:00Z");

	private TimeOfReceipt() {
	}

	/**
	 * The instant, to the millisecond; null with a fault if it is not one, or lies in the
	 * future.
	 */
	static Instant read(String text, ZoneId zone, Instant now, Faults faults) {
		try {
			Instant received = instant(text.strip(), zone).truncatedTo(ChronoUnit.MILLIS);
			if (possible(received, now)) {
				return received;
			}
			faults.add("receivedAt", (received.isAfter(now) ? "lies in the future" : "lies before the GDPR applied")
					+ "; give the time of receipt");
		}
		catch (DateTimeException ex) {
			faults.add("receivedAt",
					"is not a time; write it like 2026-01-31T09:30:00+01:00, or only the date like 2026-01-31");
		}
		return null;
	}

	/**
	 * Whether a request may have been received then.
	 */
	public static boolean possible(Instant received, Instant now) {
		return !received.isAfter(now) && !received.isBefore(FIRST);
	}

	private static Instant instant(String text, ZoneId zone) {
		return (text.length() == 10) ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
				: OffsetDateTime.parse(text.replaceFirst("^(.{10}) ", "$1T")).toInstant();
	}

}
