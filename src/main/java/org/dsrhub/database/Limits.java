package org.dsrhub.database;

import java.util.Set;

/**
 * How many rows of a place are worked on at once, by all nodes together.
 */
public interface Limits {

	Limits NONE = (place) -> Integer.MAX_VALUE;

	/**
	 * The most that may be worked on now; nothing above zero means that its rows wait.
	 */
	int of(Place place);

	/**
	 * Where the limit may be zero, or lower than usual.
	 */
	default Set<Place> low() {
		return Set.of();
	}

}
