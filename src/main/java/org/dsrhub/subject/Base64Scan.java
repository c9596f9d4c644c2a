package org.dsrhub.subject;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Finds mentions inside Base64 and Base64url runs, such as an encoded PowerShell command.
 * Each is reported with the range of its whole run.
 */
final class Base64Scan {

	static final int SHORTEST = 12;

	private static final List<Charset> CHARSETS = List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE,
			StandardCharsets.UTF_16BE);

	private static final Pattern TELLING = Pattern.compile(".+@.*[\\p{L}\\p{N}]{2}\\.\\p{L}{2,}");

	private record Run(int start, int end) {
	}

	private Base64Scan() {
	}

	static void find(String text, Function<String, List<Mention>> scan, Consumer<Mention> found) {
		Set<Run> runs = new LinkedHashSet<>();
		runs(text, "+/", runs);
		runs(text, "-_", runs);
		for (Run run : runs) {
			String letters = text.substring(run.start, run.end);
			if (Identifiers.objectId(letters).isPresent()) {
				continue;
			}
			byte[] bytes = decode(letters);
			for (Charset charset : CHARSETS) {
				if (charset != StandardCharsets.UTF_8 && !wide(bytes)) {
					break;
				}
				String inside = new String(bytes, charset);
				boolean readable = readable(inside);
				if (!readable && !promising(inside)) {
					continue;
				}
				for (Mention mention : scan.apply(inside)) {
					if (readable || telling(mention)) {
						found.accept(new Mention(mention.form(), mention.value(), run.start, run.end, true));
					}
				}
			}
		}
	}

	private static void runs(String text, String extra, Set<Run> runs) {
		int start = 0;
		int end = 0;
		while (end <= text.length()) {
			if (end < text.length() && (letter(text.charAt(end)) || extra.indexOf(text.charAt(end)) >= 0)) {
				end++;
			}
			else if (end - start >= 60 && end < text.length() - 1 && "\r\n".indexOf(text.charAt(end)) >= 0) {
				end++;
			}
			else {
				if (end - start >= SHORTEST) {
					runs.add(new Run(start, padded(text, end)));
				}
				start = ++end;
			}
		}
	}

	private static int padded(String text, int end) {
		int padded = end;
		while (padded < text.length() && text.charAt(padded) == '=' && padded - end < 2) {
			padded++;
		}
		return padded;
	}

	private static boolean letter(char c) {
		return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
	}

	private static byte[] decode(String run) {
		StringBuilder letters = new StringBuilder(run.length());
		for (int i = 0; i < run.length(); i++) {
			char c = run.charAt(i);
			if (c == '-' || c == '_') {
				letters.append((c == '-') ? '+' : '/');
			}
			else if (c > ' ' && c != '=') {
				letters.append(c);
			}
		}
		if (letters.length() % 4 == 1) {
			letters.setLength(letters.length() - 1);
		}
		return Base64.getDecoder().decode(letters.toString());
	}

	/** In UTF-16 every at sign, dot and digit has a zero byte. */
	private static boolean wide(byte[] bytes) {
		int zeros = 0;
		for (byte each : bytes) {
			zeros += (each == 0) ? 1 : 0;
		}
		return zeros > 1;
	}

	private static boolean promising(String text) {
		Letters letters = Letters.of(text);
		return letters.ats() > 0 || letters.dots() > 2 || letters.colons() > 1 || letters.dashes() > 2;
	}

	/** Text, rather than noise that some bytes happen to spell. */
	private static boolean readable(String text) {
		return text.chars().noneMatch((c) -> c == 0xfffd || (c < ' ' && "\t\r\n".indexOf(c) < 0));
	}

	private static boolean telling(Mention mention) {
		return switch (mention.form()) {
			case ADDRESS -> TELLING.matcher(mention.value()).matches();
			case IP_ADDRESS -> mention.end() - mention.start() >= 7;
			case GUID, SID -> true;
			default -> false;
		};
	}

}
