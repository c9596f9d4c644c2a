package org.dsrhub.retention;

import java.time.Instant;
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
	 * What was kept from before this time on is due now.
	 */
	public Instant before(Instant now) {
		return now.atZone(this.zone).toLocalDate().minus(this.period).atStartOfDay(this.zone).toInstant();
	}

}
