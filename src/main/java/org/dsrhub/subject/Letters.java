package org.dsrhub.subject;

/**
 * What a text is made of, counted in one pass: most texts need no closer look.
 */
record Letters(int ats, int dots, int colons, int dashes, int slashes, int digits, int longestRun) {

	static Letters of(String text) {
		int ats = 0;
		int dots = 0;
		int colons = 0;
		int dashes = 0;
		int slashes = 0;
		int digits = 0;
		int run = 0;
		int longest = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			run++;
			switch (c) {
				case '@' -> ats++;
				case '.' -> dots++;
				case ':' -> colons++;
				case '-' -> dashes++;
				case '/', '\\' -> slashes++;
				default -> digits += (c >= '0' && c <= '9') ? 1 : 0;
			}
			if (!((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !(c >= '0' && c <= '9') && "+/-_".indexOf(c) < 0) {
				run = 0;
			}
			longest = Math.max(longest, run);
		}
		return new Letters(ats, dots, colons, dashes, slashes, digits, longest);
	}

}
