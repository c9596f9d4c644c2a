package org.dsrhub.subject;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.subject.Mention.Form;

/**
 * Finds the account's name in the path of a user profile or of a user in a directory.
 */
final class ProfileScan {

	private static final String NAME = "[^\\\\/:*?\"<>|;,\\s&=')\\]}]";

	/**
	 * On Windows a name may hold spaces where the path goes on, or its quotation ends.
	 */
	private static final Pattern PATH = Pattern
		.compile("[\\\\/](?:(?i:users|documents(?: |%20|\\+)and(?: |%20|\\+)settings)[\\\\/]+(" + NAME + "(?:(?:" + NAME
				+ "| ){0,63}" + NAME + ")?(?=[\\\\/\"'])|" + NAME + "++)|(?i:home)[\\\\/]+(" + NAME + "++))");

	/** A value that is a path and nothing else may end in a name with spaces. */
	private static final Pattern WHOLE = Pattern
		.compile("\"?[A-Za-z]:[\\\\/]+(?i:users|documents and settings)[\\\\/]+([^\\\\/:*?\"<>|;,]{1,64})\"?");

	/** Folders that are nobody's, and the verbs of operation names. */
	private static final Set<String> NOBODY = Set.of("public", "default", "default user", "defaultuser0", "all users",
			"shared", "site", "me", "read", "write", "delete", "action", "[redacted]");

	private ProfileScan() {
	}

	static void find(String text, Consumer<Mention> found) {
		Matcher whole = WHOLE.matcher(text);
		Matcher path = whole.matches() ? whole : PATH.matcher(text);
		boolean more = whole.matches() || path.find();
		while (more) {
			int group = (path != whole && path.group(1) == null) ? 2 : 1;
			String name = Normalizer.normalize(path.group(group), Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
			if (!NOBODY.contains(name) && Character.isLetterOrDigit(name.codePointAt(0))) {
				found.accept(new Mention(Form.PROFILE, name, path.start(group), path.end(group)));
			}
			more = path != whole && path.find(path.start(group));
		}
	}

}
