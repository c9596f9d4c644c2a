package org.dsrhub.simulated;

import java.time.Instant;

/**
 * One change that a service made because it was called. What a test changes by itself is
 * none.
 *
 * @param at when it was made (UTC)
 * @param path as sent, percent-encoded
 * @param what in words, such as {@code replaced} or {@code licences: 0 added, 2 removed}
 */
public record Effect(Instant at, String method, String path, String what) {

	/**
	 * All but the time: {@code DELETE /v1.0/users/1 deleted softly}.
	 */
	public String line() {
		return this.method + " " + this.path + " " + this.what;
	}

}
