package org.dsrhub.subject;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.subject.Mention.Form;

/**
 * Finds IP addresses, with or without port, brackets and prefix length. The mention of a
 * network has its prefix length in the value, so that it is nobody's address.
 */
final class IpScan {

	private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";

	private static final Pattern V4 = Pattern.compile("(?:(?<![\\p{L}\\p{N}:])|(?<=\\\\[nrt])|(?<=[^:]:)|(?<=^:))"
			+ "(?<!\\d\\.)(" + BYTE + "(?:\\." + BYTE + "){3})(?![\\p{L}\\p{N}]|\\.\\d)(/\\d{1,2}(?!\\d))?");

	private static final Pattern V6 = Pattern
		.compile("(?:(?<![\\p{L}\\p{N}])|(?<=\\\\[nrt]))([0-9a-fA-F]*+:[0-9a-fA-F]*+:[0-9a-fA-F:]*+"
				+ "(?:(?<=:\\d{1,3})(?:\\.\\d{1,3}){3})?)(?![\\p{L}\\p{N}])(/\\d{1,3}(?!\\d))?");

	private IpScan() {
	}

	static void find(String text, int dots, int colons, Consumer<Mention> found) {
		if (colons >= 2) {
			find(V6.matcher(text), 6, found);
		}
		if (dots >= 3) {
			find(V4.matcher(text), 4, found);
		}
	}

	private static void find(Matcher matcher, int version, Consumer<Mention> found) {
		while (matcher.find()) {
			String token = matcher.group(1);
			if (version == 6 && !plausible(token)) {
				continue;
			}
			int end = matcher.end(1);
			Optional<String> address = Identifiers.ipAddress(token);
			if (address.isEmpty() && token.endsWith(":")) {
				address = Identifiers.ipAddress(token.substring(0, token.length() - 1));
				end--;
			}
			String prefix = matcher.group(2);
			int stop = (prefix == null) ? end : matcher.end(2);
			address.ifPresent((value) -> found
				.accept(new Mention(Form.IP_ADDRESS, value + network(prefix, value), matcher.start(1), stop)));
		}
	}

	/** {@code [Text]::Add} is a call, not an address. */
	private static boolean plausible(String token) {
		return token.chars().anyMatch(Character::isDigit) || token.chars().filter((c) -> c == ':').count() > 2;
	}

	private static String network(String prefix, String address) {
		boolean whole = prefix == null || prefix.equals((address.indexOf(':') < 0) ? "/32" : "/128");
		return whole ? "" : prefix;
	}

}
