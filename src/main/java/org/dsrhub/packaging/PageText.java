package org.dsrhub.packaging;

/**
 * Text as it stands in the page: nothing in it is markup, and nothing that cannot be seen
 * gets through.
 */
final class PageText {

	private PageText() {
	}

	/**
	 * The text for an element's content or a quoted attribute, in one pass: a page holds
	 * thousands of them.
	 */
	static String escape(String text) {
		StringBuilder escaped = null;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			String replacement = replacement(text, i, c);
			if (replacement != null && escaped == null) {
				escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
			}
			if (escaped != null) {
				if (replacement != null) {
					escaped.append(replacement);
				}
				else {
					escaped.append(c);
				}
			}
		}
		return (escaped != null) ? escaped.toString() : text;
	}

	private static String replacement(String text, int at, char c) {
		return switch (c) {
			case '&' -> "&amp;";
			case '<' -> "&lt;";
			case '>' -> "&gt;";
			case '"' -> "&quot;";
			case '\'' -> "&#39;";
			case '`' -> "&#x60;";
			case '=' -> "&#x3D;";
			case '\t', '\r', '\n' -> null;
			default -> invisible(text, at, c) ? "\uFFFD" : null;
		};
	}

	/**
	 * What HTML does not allow, and what turns the direction of the text around it.
	 */
	private static boolean invisible(String text, int at, char c) {
		return c < ' ' || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)
				|| (Character.isSurrogate(c) && !paired(text, at, c));
	}

	private static boolean paired(String text, int at, char c) {
		return Character.isHighSurrogate(c) ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
				: at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
	}

}
