package org.dsrhub.notice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * Where a page of a list ended, to go on behind it.
 *
 * @param at when the last receipt was given, UTC
 * @param id its id
 */
public record ResultCursor(Instant at, UUID id) {

	/**
	 * Reads what {@link #text()} wrote.
	 * @throws IllegalArgumentException if it was not written by that
	 */
	public static ResultCursor parse(String text) {
		String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(" ");
		if (parts.length != 2) {
			throw new IllegalArgumentException("not a cursor");
		}
		return new ResultCursor(Instant.ofEpochMilli(Long.parseLong(parts[0])), UUID.fromString(parts[1]));
	}

	/**
	 * For a link; callers have nothing to read in it.
	 */
	public String text() {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString((this.at.toEpochMilli() + " " + this.id).getBytes(StandardCharsets.US_ASCII));
	}

}
