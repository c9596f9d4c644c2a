package org.dsrhub.retention;

import java.time.LocalDate;
import java.time.Period;

/**
 * How one category of things is kept for one tenant, and when it is purged.
 *
 * @param name the category's
 * @param cron when a run is planned, in Quartz's syntax, in the tenant's zone
 * @param growth by which share what is due may have grown since a dry run, 0.2 being a
 * fifth
 * @param rate how many things are removed a second at most
 */
public record Rule(String name, Keep keep, String cron, double growth, int rate) {

	private static final LocalDate SOME_DAY = LocalDate.of(2001, 1, 1);

	/**
	 * The rule as it was.
	 */
	Rule keeping(Period period) {
		return new Rule(this.name, new Keep(period, this.keep.zone()), this.cron, this.growth, this.rate);
	}

	/**
	 * The rule as it was, if it kept longer then.
	 */
	Rule keepingAtLeast(Period period) {
		return (days(period) > days(this.keep.period())) ? keeping(period) : this;
	}

	/**
	 * How many days a period lasts, a month being January and a year no leap year.
	 */
	static long days(Period period) {
		return SOME_DAY.plus(period).toEpochDay() - SOME_DAY.toEpochDay();
	}

}
