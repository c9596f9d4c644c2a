package org.dsrhub.record;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The bare names of other people that a record's person fields gave away. A name in free
 * text cannot be found by its form, but one that the record itself calls a person's can.
 */
final class OtherNames {

	private static final int SHORTEST = 3;

	/** Accounts that many use, and words that stand for no account at all. */
	private static final Set<String> NOBODYS = Set.of("root", "admin", "administrator", "guest", "system", "user",
			"unknown", "none", "null", "n/a", "true", "false", "service", "application");

	private final Set<String> names = new LinkedHashSet<>();

	private Pattern pattern;

	/**
	 * Takes a part of a person field that is somebody else's.
	 */
	void add(String text) {
		String name = text.substring(text.lastIndexOf('\\') + 1).strip();
		boolean aName = name.length() >= SHORTEST && name.indexOf('@') < 0 && name.chars().anyMatch(Character::isLetter)
				&& !name.matches("(?i)0x[0-9a-f]+|[0-9a-f-]{16,}|s-1-[0-9-]+")
				&& !NOBODYS.contains(name.toLowerCase(Locale.ROOT));
		if (aName && this.names.add(name)) {
			this.pattern = null;
		}
	}

	/**
	 * Cuts the names out of a text, as whole words. Resource ids stay as they are.
	 */
	void cut(String text, Cuts cuts) {
		if (this.names.isEmpty() || text.regionMatches(true, 0, "/subscriptions/", 0, 15)) {
			return;
		}
		if (this.pattern == null) {
			this.pattern = Pattern.compile(
					"(?<![\\p{L}\\p{N}_])(?<![\\p{L}\\p{N}][.-])(?:"
							+ this.names.stream().map(Pattern::quote).collect(Collectors.joining("|"))
							+ ")(?![\\p{L}\\p{N}_])(?![.-][\\p{L}\\p{N}])",
					Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
		}
		Matcher matcher = this.pattern.matcher(text);
		while (matcher.find()) {
			cuts.add(matcher.start(), matcher.end());
		}
	}

}
