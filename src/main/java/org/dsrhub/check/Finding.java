package org.dsrhub.check;

import java.util.Locale;

/**
 * One thing that was tried, in one line.
 *
 * @param level how it went
 * @param tenant for whom
 * @param thing what was tried: {@code token}, or a source's name
 * @param text what came of it and, unless it is well, what to do
 */
public record Finding(Level level, String tenant, String thing, String text) {

	/**
	 * How it went.
	 */
	public enum Level {

		/**
		 * It works.
		 */
		OK,
		/**
		 * It works, but less well than it could, or not for long.
		 */
		WARN,
		/**
		 * Requests would fail by it.
		 */
		FAIL;

		private String word() {
			return (this == FAIL) ? name() : name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * As it is printed.
	 */
	public String line() {
		return "%-4s  %s: %s: %s".formatted(this.level.word(), this.tenant, this.thing, this.text);
	}

}
