package org.dsrhub.intake;

import java.util.List;
import java.util.regex.Pattern;

import org.dsrhub.subject.Mention;
import org.dsrhub.subject.TextScan;

/**
 * A path as a log line may show it. Whoever drops a file chooses its name: it may hold
 * the person's address, or a line end behind which a line of its own would begin.
 */
public final class ShownPath {

	private static final Pattern QUOTED = Pattern.compile("[\\s=]");

	private static final TextScan OF_NO_COUNTRY = new TextScan("ZZ");

	private ShownPath() {
	}

	/**
	 * The path without what would break a line or an eye, and without identifiers; in
	 * quotes where it could be taken for something else.
	 */
	public static String of(Object path) {
		String plain = path.toString().replaceAll("[\\p{C}\\p{Zl}\\p{Zp}\"]", "?");
		List<Mention> mentions = OF_NO_COUNTRY.scan(plain);
		StringBuilder shown = new StringBuilder(plain);
		mentions.stream()
			.sorted((one, other) -> other.start() - one.start())
			.forEach(
					(mention) -> shown.replace(mention.start(), Math.min(mention.end(), shown.length()), "[redacted]"));
		return QUOTED.matcher(shown).find() ? "\"" + shown + '"' : shown.toString();
	}

}
