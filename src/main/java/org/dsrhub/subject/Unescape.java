package org.dsrhub.subject;

import java.util.Map;

/**
 * Resolves one layer of the escapes that cloud payloads wrap text in: percent-encoding,
 * the escapes of JSON strings, HTML entities, full-width characters, invisible format
 * characters, and the zero bytes of UTF-16 that was read as something else.
 */
final class Unescape {

	private static final Map<String, Integer> ENTITIES = Map.ofEntries(Map.entry("commat", 0x40),
			Map.entry("amp", 0x26), Map.entry("lt", 0x3c), Map.entry("gt", 0x3e), Map.entry("quot", 0x22),
			Map.entry("apos", 0x27), Map.entry("period", 0x2e), Map.entry("lowbar", 0x5f), Map.entry("nbsp", 0xa0),
			Map.entry("plus", 0x2b), Map.entry("num", 0x23), Map.entry("colon", 0x3a), Map.entry("sol", 0x2f),
			Map.entry("bsol", 0x5c), Map.entry("dash", 0x2d), Map.entry("hyphen", 0x2d));

	private final String text;

	private final View view;

	private final boolean nested;

	private int at;

	private Unescape(String text, boolean nested) {
		this.text = text;
		this.nested = nested;
		this.view = new View(text.length());
	}

	static boolean applies(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '%' || c == '&' || c == '\\' || c == 0 || (c > 0x7f && special(c))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * One layer less.
	 * @param outermost whether this is the text itself. JSON's letter escapes are only
	 * read in what looks like JSON: {@code CONTOSO\nana} holds no line feed.
	 */
	static View once(String text, boolean outermost) {
		boolean nested = text.contains("\\\"") || (outermost && looksLikeJson(text));
		return new Unescape(text, nested).run();
	}

	private static boolean looksLikeJson(String text) {
		String stripped = text.stripLeading();
		return !stripped.isEmpty() && "{[".indexOf(stripped.charAt(0)) >= 0 && stripped.indexOf('"') > 0;
	}

	private static boolean special(char c) {
		return (c >= 0xff01 && c <= 0xff5e) || c == 0xfe6b || c == 0x3002 || c == 0xff61
				|| Character.getType(c) == Character.FORMAT;
	}

	private View run() {
		while (this.at < this.text.length()) {
			char c = this.text.charAt(this.at);
			boolean taken = switch (c) {
				case '%' -> percent();
				case '&' -> entity();
				case '\\' -> backslash();
				case 0 -> wide(c);
				default -> c > 0x7f && special(c) && wide(c);
			};
			if (!taken) {
				take(c, 1);
			}
		}
		return this.view;
	}

	private boolean take(int codePoint, int length) {
		this.view.add(codePoint, this.at, this.at + length);
		this.at += length;
		return true;
	}

	private boolean wide(char c) {
		if (c >= 0xff01 && c <= 0xff5e) {
			return take(c - 0xfee0, 1);
		}
		if (c == 0xfe6b) {
			return take('@', 1);
		}
		if (c == 0x3002 || c == 0xff61) {
			return take('.', 1);
		}
		this.at++;
		return true;
	}

	private boolean percent() {
		if (charAt(this.at + 1) == 'u') {
			int unit = hex(this.at + 2, 4);
			return unit >= 0 && take(unit, 6);
		}
		int first = octet(this.at);
		if (first < 0) {
			return false;
		}
		int more = (first >= 0xf0) ? 3 : (first >= 0xe0) ? 2 : (first >= 0xc2) ? 1 : 0;
		int codePoint = (more == 0) ? first : first & (0x3f >> more);
		for (int i = 1; i <= more; i++) {
			int next = octet(this.at + 3 * i);
			if (next < 0 || (next & 0xc0) != 0x80) {
				return take(first, 3);
			}
			codePoint = (codePoint << 6) | (next & 0x3f);
		}
		return take(Character.isValidCodePoint(codePoint) ? codePoint : 0xfffd, 3 * (more + 1));
	}

	private int octet(int from) {
		return (charAt(from) == '%') ? hex(from + 1, 2) : -1;
	}

	private boolean entity() {
		int end = this.text.indexOf(';', this.at);
		if (end < 0 || end - this.at > 10 || end - this.at < 3) {
			return false;
		}
		String name = this.text.substring(this.at + 1, end);
		Integer codePoint = ENTITIES.get(name);
		if (name.charAt(0) == '#') {
			boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
			codePoint = number(name.substring(hex ? 2 : 1), hex ? 16 : 10);
		}
		return codePoint != null && take(codePoint, end + 1 - this.at);
	}

	private static Integer number(String digits, int radix) {
		try {
			int codePoint = Integer.parseInt(digits, radix);
			return Character.isValidCodePoint(codePoint) ? codePoint : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private boolean backslash() {
		int letter = this.at;
		while (charAt(letter) == '\\') {
			letter++;
		}
		int length = (charAt(letter) == 'u') ? 4 : (charAt(letter) == 'x') ? 2 : 0;
		int unit = (length > 0) ? hex(letter + 1, length) : -1;
		if (unit >= 0) {
			return take(unit, letter + 1 + length - this.at);
		}
		if (!this.nested) {
			return false;
		}
		return switch (charAt(this.at + 1)) {
			case 'n', 'r', 't', 'b', 'f' -> take('\n', 2);
			case '"', '/', '\\' -> take(charAt(this.at + 1), 2);
			default -> false;
		};
	}

	private int hex(int from, int length) {
		if (from + length > this.text.length()) {
			return -1;
		}
		int value = 0;
		for (int i = from; i < from + length; i++) {
			int digit = Character.digit(this.text.charAt(i), 16);
			if (digit < 0) {
				return -1;
			}
			value = (value << 4) | digit;
		}
		return value;
	}

	private char charAt(int index) {
		return (index < this.text.length()) ? this.text.charAt(index) : 0;
	}

}
