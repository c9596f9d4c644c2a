package org.dsrhub.mail;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes names of a mail's files safe on every system: a plain name without a folder,
 * without what a system or a screen takes for a sign, no device of Windows, at most 80
 * characters, and no two alike in a mail, capital letters or not.
 */
final class AttachmentNames {

	private static final int MOST = 80;

	private static final int LONGEST_ENDING = 12;

	private static final Pattern DEVICE = Pattern
		.compile("(?i)(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\u00B9\u00B2\u00B3]) *(\\..*)?");

	private final Set<String> given = new HashSet<>();

	/**
	 * A name.
	 * @param stated what the mail calls the file, or null
	 * @param number the file's in the mail, from 1
	 */
	String name(String stated, String type, int number) {
		String name = (stated != null) ? safe(stated) : "";
		if (name.isEmpty()) {
			name = "attachment-" + number + ending(type);
		}
		if (type.equals("message/rfc822") && !name.toLowerCase(Locale.ROOT).endsWith(".eml")) {
			name += ".eml";
		}
		String unique = fit(name, "");
		for (int i = 2; !this.given.add(unique.toLowerCase(Locale.ROOT)); i++) {
			unique = fit(name, " (" + i + ")");
		}
		return unique;
	}

	private static String safe(String stated) {
		String name = Normalizer.normalize(HeaderText.of(stated), Normalizer.Form.NFC);
		name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
			.replaceAll("[<>:\"|?*]", "_")
			.replaceAll("^[. ]+", "");
		name = trimmed(name);
		return DEVICE.matcher(name).matches() ? "_" + name : name;
	}

	private static String ending(String type) {
		String subtype = type.substring(type.indexOf('/') + 1);
		return switch (type) {
			case "message/rfc822" -> ".eml";
			case "text/calendar" -> ".ics";
			case "text/plain" -> ".txt";
			default -> subtype.matches("[a-z0-9]{2,8}") ? "." + subtype : ".bin";
		};
	}

	private static String fit(String name, String number) {
		int dot = name.lastIndexOf('.');
		String ending = (dot > 0 && name.length() - dot <= LONGEST_ENDING) ? name.substring(dot) : "";
		String stem = name.substring(0, name.length() - ending.length());
		return trimmed(HeaderText.cut(stem, MOST - ending.length() - number.length())) + number + ending;
	}

	/** Windows takes dots and spaces at the end away. */
	private static String trimmed(String name) {
		return name.replaceAll("[. ]+$", "");
	}

}
