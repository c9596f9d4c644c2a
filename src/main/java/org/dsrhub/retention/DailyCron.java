package org.dsrhub.retention;

import java.text.ParseException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.TimeZone;

import org.quartz.CronExpression;

/**
 * Tells schedules that fire on every day of a year from others.
 */
final class DailyCron {

	/** Far enough that no year named in a schedule is behind it soon. */
	private static final LocalDate SOME_YEAR = LocalDate.of(2090, 1, 1);

	private DailyCron() {
	}

	/**
	 * Whether a schedule is one.
	 * @param cron in Quartz's syntax
	 */
	static boolean is(String cron) {
		try {
			CronExpression expression = new CronExpression(cron);
			expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
			return SOME_YEAR.datesUntil(SOME_YEAR.plusYears(1)).allMatch((day) -> fires(expression, day));
		}
		catch (ParseException ex) {
			throw new IllegalArgumentException("it is no schedule", ex);
		}
	}

	private static boolean fires(CronExpression cron, LocalDate day) {
		Date next = cron.getNextValidTimeAfter(Date.from(day.atStartOfDay(ZoneOffset.UTC).minusSeconds(1).toInstant()));
		return next != null && next.toInstant().atZone(ZoneOffset.UTC).toLocalDate().equals(day);
	}

}
