package org.dsrhub.subject;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.subject.Mention.Form;

/**
 * Finds Windows accounts written {@code DOMAIN\name}: the domain in capitals, or the
 * whole text nothing else, so that paths are not taken for them.
 */
final class AccountScan {

	private static final String NAME = "([A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?)";

	private static final Pattern IN_TEXT = Pattern
		.compile("(?<![\\w.\\\\/:%$-])([A-Z][A-Z0-9-]{1,19})\\\\{1,2}(?!u[0-9a-fA-F]{4})" + NAME + "(?![\\w\\\\/:$-])");

	private static final Pattern WHOLE = Pattern
		.compile("\\s*([A-Za-z][A-Za-z0-9-]{1,19})\\\\{1,2}(?!u[0-9a-fA-F]{4})" + NAME + "\\s*");

	private static final Set<String> NO_DOMAIN = Set.of("HKLM", "HKCU", "HKCR", "HKU", "BUILTIN", "AUTHORITY", "BIN",
			"TEMP", "WINDOWS", "SYSTEM32", "DEVICE");

	private static final Set<String> NOBODY = Set.of("system", "administrator", "administrators", "guest", "krbtgt",
			"users");

	private static final Pattern FILE = Pattern
		.compile(".*\\.(?:exe|dll|ps1|bat|cmd|vbs|js|txt|log|sys|msi|zip|docx?|xlsx?|pdf|json|xml|dat|tmp|lnk|sh|py)");

	private AccountScan() {
	}

	static void find(String text, Consumer<Mention> found) {
		Matcher whole = WHOLE.matcher(text);
		Matcher account = whole.matches() ? whole : IN_TEXT.matcher(text);
		boolean more = account == whole || account.find();
		while (more) {
			String name = Normalizer.normalize(account.group(2), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
			boolean somebody = !NO_DOMAIN.contains(account.group(1).toUpperCase(Locale.ROOT)) && !NOBODY.contains(name)
					&& !FILE.matcher(name).matches();
			if (somebody) {
				found.accept(new Mention(Form.PROFILE, name, account.start(2), account.end(2)));
			}
			more = account != whole && account.find();
		}
	}

}
