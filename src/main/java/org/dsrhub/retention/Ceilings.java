package org.dsrhub.retention;

import java.time.Period;
import java.util.Map;
import java.util.Optional;

/**
 * How long a copy of a source's data is kept at most, from the day on which it was
 * retrieved, whatever a rule says: no longer than the service itself keeps it. From
 * Microsoft's pages on data subject requests for Defender for Cloud: just-in-time
 * policies 30 days, alerts two years.
 */
final class Ceilings {

	static final String JIT = "defender-jit-policies";

	static final String ALERTS = "defender-alerts";

	private static final Map<String, Period> CEILINGS = Map.of(JIT, Period.ofDays(30), ALERTS, Period.ofYears(2));

	private Ceilings() {
	}

	/**
	 * The ceiling of a source; empty if it has none.
	 */
	public static Optional<Period> of(String source) {
		return Optional.ofNullable(CEILINGS.get(source));
	}

	/**
	 * The shorter of a rule's period and the source's ceiling.
	 */
	public static Period cap(String source, Period keep) {
		return of(source).filter((ceiling) -> Rule.days(ceiling) < Rule.days(keep)).orElse(keep);
	}

}
