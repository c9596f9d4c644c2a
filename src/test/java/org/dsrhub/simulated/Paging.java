package org.dsrhub.simulated;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Cuts lists into pages. A page without an item may still have a next one.
 */
final class Paging {

	// In Base64 this begins with a plus and a slash: a link that is not followed to the
	// letter loses them, as it would lose a real token's.
	private static final String MARK = ">>>>>?";

	private static final Pattern TOKEN = Pattern.compile(MARK.replace("?", "\\?") + "(gap|page):(\\d{1,9})");

	private volatile int size;

	private volatile boolean gaps;

	Paging(int size) {
		this.size = size;
	}

	void size(int items) {
		this.size = items;
	}

	void gaps(boolean between) {
		this.gaps = between;
	}

	/**
	 * @param next the token of the next page, empty on the last one
	 */
	record Page(List<? extends JsonNode> items, Optional<String> next) {
	}

	/**
	 * @param token as given out with the page before, null for the first page
	 * @param top the size that the caller asks for, null for the server's own
	 * @return empty if the token is none of ours
	 */
	Optional<Page> page(List<? extends JsonNode> all, String token, Integer top) {
		Matcher place = TOKEN.matcher((token == null) ? MARK + "page:0" : decoded(token));
		if (!place.matches()) {
			return Optional.empty();
		}
		int from = Math.min(Integer.parseInt(place.group(2)), all.size());
		if (place.group(1).equals("gap")) {
			return Optional.of(new Page(List.of(), Optional.of(encoded("page:" + from))));
		}
		int to = Math.min(all.size(), from + ((top == null) ? this.size : top));
		Optional<String> next = (to < all.size()) ? Optional.of(encoded((this.gaps ? "gap:" : "page:") + to))
				: Optional.empty();
		return Optional.of(new Page(all.subList(from, to), next));
	}

	private static String encoded(String text) {
		return Base64.getEncoder().encodeToString((MARK + text).getBytes(StandardCharsets.UTF_8));
	}

	private static String decoded(String token) {
		try {
			return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

}
