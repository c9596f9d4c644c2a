package org.dsrhub.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;

/**
 * How long something is kept, in days of the tenant's zone: it goes on its day and not an
 * hour before.
 *
 * @param period such as {@code P30D}
 * @param zone the tenant's
 */
record Keep(Period period, ZoneId zone) {

	/**
	 * Since when something is due that was kept from this time on: the end of its last
	 * day.
	 */
	public Instant until(Instant from) {
		return from.atZone(this.zone).toLocalDate().plus(this.period).plusDays(1).atStartOfDay(this.zone).toInstant();
	}

	/**
	 * What was kept from before this time on is due now: the inverse of {@link #until}.
	 */
	public Instant before(Instant now) {
		LocalDate today = now.atZone(this.zone).toLocalDate();
		// Months differ in length: what ends on one day may begin on several, or on none.
		return today.minus(this.period)
			.minusDays(3)
			.datesUntil(today.plusDays(1))
			.filter((day) -> !day.plus(this.period).isBefore(today))
			.findFirst()
			.orElseThrow()
			.atStartOfDay(this.zone)
			.toInstant();
	}

}
