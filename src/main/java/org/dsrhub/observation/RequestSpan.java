package org.dsrhub.observation;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * One span of the trace of a request. The trace's id is the request's, and the root's
 * follows from it, so that every node, at any time, adds to the same trace without being
 * told of it.
 *
 * @param id 16 hex digits
 * @param parent the id of the span that it is a part of; null for the root
 * @param call whether a service was called, or else the hub did something itself
 * @param failed whether it came to nothing
 * @param attributes texts, whole numbers and truth values; never anything of a person
 */
public record RequestSpan(UUID request, String id, String parent, String name, Instant from, Instant to, boolean call,
		boolean failed, Map<String, Object> attributes) {

	/**
	 * The root, of no length.
	 */
	static RequestSpan root(UUID request, String name, Instant at, Map<String, Object> attributes) {
		return new RequestSpan(request, rootId(request), null, name, at, at, false, false, attributes);
	}

	/**
	 * Something that is so since a moment, right under the root.
	 */
	static RequestSpan mark(UUID request, String name, Instant at, boolean failed, Map<String, Object> attributes) {
		return new RequestSpan(request, newId(), rootId(request), name, at, at, false, failed, attributes);
	}

	public static String rootId(UUID request) {
		return id(request.getMostSignificantBits() ^ request.getLeastSignificantBits());
	}

	public static String newId() {
		return id(RandomGenerator.getDefault().nextLong());
	}

	/** An id of zeros is none. */
	private static String id(long bits) {
		return HexFormat.of().toHexDigits((bits != 0) ? bits : 1);
	}

	/**
	 * The id of the trace: the request's without dashes.
	 */
	String trace() {
		return this.request.toString().replace("-", "");
	}

	/**
	 * Whether the request is of a share of all: the same on every node. Six bits of an id
	 * are not by chance, so it is not the id as a number that decides.
	 */
	boolean within(double share) {
		return (this.request.getLeastSignificantBits() & (1L << 62) - 1) < share * (1L << 62);
	}

}
