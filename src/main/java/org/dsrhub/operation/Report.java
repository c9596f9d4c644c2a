package org.dsrhub.operation;

import java.time.Instant;

/**
 * What a service said when it was asked how far it is.
 *
 * @param code why it failed, in its own word, or null
 * @param wish when it wants to be asked again, or null
 */
public record Report(Said said, String code, Instant wish) {

	/**
	 * How far it is.
	 */
	public enum Said {

		UNFINISHED, COMPLETE, FAILED

	}

}
