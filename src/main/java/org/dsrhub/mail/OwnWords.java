package org.dsrhub.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the sender of a mail wrote into it: its text without what it quotes, without its
 * signature and without what steers a screen. Careful in both directions: a line goes
 * only where it is plain that it is quoted.
 */
final class OwnWords {

	private static final Pattern STEERING = Pattern
		.compile("[\\p{Cc}\\p{Cs}\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFEFF&&[^\\n\\t]]");

	/** "-----Original Message-----", in any language. */
	private static final Pattern ORIGINAL = Pattern.compile("-{4,} ?\\p{L}[\\p{L} ]{2,40}-{4,}");

	private static final Pattern SIGNATURE = Pattern.compile("-- ?");

	private static final Pattern QUOTE = Pattern.compile(" ?>.*");

	private static final Pattern WROTE = Pattern.compile(
			".*\\b(wrote|writes|schrieb|skrev|schreef|escribi\u00F3|scritto|\u00E9crit|escreveu|napisa\u0142)\\b[^:]*:",
			Pattern.UNICODE_CHARACTER_CLASS);

	private static final Pattern BEGUN = Pattern.compile("(On|Am|Den|Op|El|Le|Il|Em) [^\\d]{0,40}\\d.{0,100}");

	/**
	 * The header of a quoted mail, as Outlook writes it in the languages of its users.
	 */
	private static final Pattern FROM = Pattern
		.compile("[*_]{0,2}(From|Von|Fra|Fr\u00E5n|De|Da|Van|Od|L\u00E4hett\u00E4j\u00E4)[*_]{0,2}\\s?:.*\\S.*");

	private static final Pattern SENT = Pattern.compile("[*_]{0,2}(Sent|Date|Gesendet|Datum|Sendt|Dato|Skickat"
			+ "|Envoy\u00E9|Enviado|Enviada|Inviato|Data|Fecha|Verzonden|Wys\u0142ano|L\u00E4hetetty)[*_]{0,2}\\s?:.*");

	private static final int HEADER_LINES = 4;

	private static final int LONGEST_INTRODUCTION = 400;

	private OwnWords() {
	}

	static String of(String text) {
		List<String> lines = clean(text).lines().map(String::stripTrailing).toList();
		List<String> own = new ArrayList<>();
		boolean quoted = false;
		for (int i = 0; i < lines.size() && !ends(lines, i); i++) {
			boolean before = quoted;
			quoted = QUOTE.matcher(lines.get(i)).matches();
			if (!quoted) {
				own.add(lines.get(i));
			}
			else if (!before) {
				dropIntroduction(own);
			}
		}
		dropIntroduction(own);
		return String.join("\n", own).replaceAll("\n{3,}", "\n\n").strip();
	}

	private static String clean(String text) {
		return STEERING.matcher(text.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("").replace('\u00A0', ' ');
	}

	private static boolean ends(List<String> lines, int at) {
		String line = lines.get(at).strip();
		return SIGNATURE.matcher(line).matches() || ORIGINAL.matcher(line).matches()
				|| FROM.matcher(line).matches() && lines.subList(at + 1, Math.min(lines.size(), at + 1 + HEADER_LINES))
					.stream()
					.anyMatch((next) -> SENT.matcher(next.strip()).matches());
	}

	/**
	 * "On Monday, Ana wrote:" before what is quoted, or at the end where that is gone;
	 * often broken into two lines.
	 */
	private static void dropIntroduction(List<String> own) {
		while (!own.isEmpty() && own.get(own.size() - 1).isBlank()) {
			own.remove(own.size() - 1);
		}
		int last = own.size() - 1;
		if (last >= 0 && own.get(last).length() <= LONGEST_INTRODUCTION && WROTE.matcher(own.get(last)).matches()) {
			own.remove(last);
			if (last > 0 && BEGUN.matcher(own.get(last - 1)).matches()) {
				own.remove(last - 1);
			}
		}
	}

}
