package org.dsrhub.task;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import org.dsrhub.database.Limits;
import org.dsrhub.database.Place;
import org.dsrhub.task.Circuits.Leave;

/**
 * How many tasks of a place may run during one claim.
 */
class RunningLimits implements Limits {

	/** The tasks of so many places that rest are put off at a time. */
	private static final int RESTING = 8;

	private final Set<Place> troubled;

	private final Function<Place, Leave> leave;

	private final ToIntFunction<Place> limit;

	private final Map<Place, Leave> leaves = new LinkedHashMap<>();

	/**
	 * @param troubled the only places of which it is asked how many may go on
	 */
	RunningLimits(Set<Place> troubled, Function<Place, Leave> leave, ToIntFunction<Place> limit) {
		this.troubled = troubled;
		this.leave = leave;
		this.limit = limit;
	}

	@Override
	public int of(Place place) {
		int usual = this.limit.applyAsInt(place);
		return this.troubled.contains(place) ? Math.min(usual, this.leaves.computeIfAbsent(place, this.leave).tasks())
				: usual;
	}

	@Override
	public Set<Place> low() {
		return this.troubled;
	}

	/**
	 * How places rest whose tasks were in the way of this claim.
	 */
	Map<Place, Leave> resting() {
		Map<Place, Leave> resting = new LinkedHashMap<>();
		this.leaves.forEach((place, leave) -> {
			if (leave.again() != null && resting.size() < RESTING) {
				resting.put(place, leave);
			}
		});
		return resting;
	}

}
