package org.dsrhub.retention;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * What became of something that was to be removed.
 *
 * @param until when it can be removed or goes by itself, for what is deferred; null if
 * nobody can tell
 * @param reason why, for what is left, held, deferred or failed; else null
 */
public record Removal(State state, Instant until, String reason) {

	/**
	 * It is gone, for good.
	 */
	public static Removal removed() {
		return new Removal(State.REMOVED, null, null);
	}

	/**
	 * It was gone already.
	 */
	public static Removal gone() {
		return new Removal(State.GONE, null, null);
	}

	/**
	 * It is not due any more.
	 */
	public static Removal left(String reason) {
		return new Removal(State.LEFT, null, reason);
	}

	/**
	 * A legal hold keeps it.
	 * @param hold the hold's id
	 */
	public static Removal held(UUID hold) {
		return new Removal(State.HELD, null, hold.toString());
	}

	/**
	 * It cannot be removed yet, or something of it still lies there: it is told with its
	 * date, never as done, and tried again.
	 */
	public static Removal deferred(Instant until, String reason) {
		return new Removal(State.DEFERRED, until, reason);
	}

	/**
	 * Nothing has become of it yet.
	 */
	static Removal listed() {
		return new Removal(State.LISTED, null, null);
	}

	/**
	 * A legal hold keeps it.
	 */
	static Removal held(String reason) {
		return new Removal(State.HELD, null, reason);
	}

	/**
	 * It could not be removed, for a fault.
	 */
	public static Removal failed(String reason) {
		return new Removal(State.FAILED, null, reason);
	}

	/**
	 * How each thing of a run ends; {@code LISTED} until then.
	 */
	public enum State {

		LISTED, REMOVED, GONE, LEFT, HELD, DEFERRED, FAILED;

		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

		public static State of(String label) {
			return valueOf(label.toUpperCase(Locale.ROOT));
		}

	}

}
