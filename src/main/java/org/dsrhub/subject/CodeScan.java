package org.dsrhub.subject;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.subject.Mention.Form;

/**
 * Finds GUIDs and Windows security identifiers.
 */
final class CodeScan {

	private static final Pattern GUID = Pattern
		.compile("(?<![0-9A-Za-z])(?<![0-9a-fA-F]{4}-)[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
				+ "(?![0-9A-Za-z]|-[0-9a-fA-F]{4})");

	private static final Pattern SID = Pattern
		.compile("(?<![\\p{L}\\p{N}])[Ss]-1-\\d{1,14}(?:-\\d{1,10}){1,15}+(?![\\p{L}\\p{N}]|-\\d)");

	private CodeScan() {
	}

	static void find(String text, Consumer<Mention> found) {
		if (text.length() >= 36) {
			Matcher guid = GUID.matcher(text);
			while (guid.find()) {
				found.accept(new Mention(Form.GUID, guid.group().toLowerCase(Locale.ROOT), guid.start(), guid.end()));
			}
		}
		if (text.contains("S-1-") || text.contains("s-1-")) {
			Matcher sid = SID.matcher(text);
			while (sid.find()) {
				found.accept(new Mention(Form.SID, sid.group().toUpperCase(Locale.ROOT), sid.start(), sid.end()));
			}
		}
	}

}
