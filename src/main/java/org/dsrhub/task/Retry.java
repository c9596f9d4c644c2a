package org.dsrhub.task;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.dsrhub.source.Backoff;
import org.dsrhub.source.CircuitOpen;
import org.dsrhub.source.CircuitOpen.Counts;
import org.dsrhub.source.VendorFault;
import org.dsrhub.tenant.Tenant;

/**
 * Whether and when something that met a fault is tried again.
 */
public final class Retry {

	private Retry() {
	}

	/**
	 * When to try again; empty if it has failed for good. A service may ask for a longer
	 * pause than the hub would choose, but not for one beyond the request's deadline.
	 * @param failures how often it failed in a row, this time included
	 * @param deadline the request's last day, in the tenant's zone
	 */
	public static Optional<Instant> at(VendorFault fault, int failures, Tenant tenant, LocalDate deadline,
			Instant now) {
		if (!fault.retryable() || failures >= tenant.limits().maxAttempts()) {
			return Optional.empty();
		}
		if (fault.notBefore().isEmpty()) {
			Instant again = now
				.plus(new Backoff(tenant.limits().maxWait()).after(failures, RandomGenerator.getDefault()));
			// What was not called does not spend all its tries in one rest.
			return Optional
				.of((fault instanceof CircuitOpen rest && rest.until().isAfter(again)) ? rest.until() : again);
		}
		Instant end = end(tenant, deadline);
		Instant latest = end.isAfter(now) ? end : now.plus(tenant.limits().maxWait());
		// A vendor that says "now" or names a time gone by is asked again no faster than
		// one that says nothing.
		Instant soonest = fault.notBefore().get().isAfter(now.plusMillis(250)) ? now
				: now.plus(new Backoff(tenant.limits().maxWait()).after(failures, RandomGenerator.getDefault()));
		return fault.notBefore()
			.map((instant) -> instant.isBefore(soonest) ? soonest : instant)
			.filter((instant) -> !instant.isAfter(latest));
	}

	/**
	 * Until when something rests that spends no try by it; empty if that would be beyond
	 * the request's deadline, so that it has to try.
	 * @param problem why it rests
	 */
	public static Optional<Instant> free(Throwable problem, Optional<Instant> rest, Tenant tenant, LocalDate deadline) {
		boolean free = problem instanceof CircuitOpen open && open.counts() == Counts.NEVER;
		return rest.filter((until) -> free || !deadline.isBefore(earliest(tenant, until)));
	}

	/**
	 * The earliest deadline of those requests whose tasks may rest until a time without
	 * spending a try by it.
	 */
	static LocalDate earliest(Tenant tenant, Instant until) {
		return LocalDate.ofInstant(until.minusNanos(1), tenant.timezone());
	}

	private static Instant end(Tenant tenant, LocalDate deadline) {
		return deadline.plusDays(1).atStartOfDay(tenant.timezone()).toInstant();
	}

}
