package org.dsrhub.mail;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The Message-IDs in a header field (RFC 5322, 3.6.4), each with its angle brackets and
 * of printable ASCII only, so that it can be written into another mail as it is.
 */
final class MessageIds {

	private static final Pattern ID = Pattern.compile("<[!-;=?-~]{1,318}>");

	private static final int MOST = 100;

	private MessageIds() {
	}

	/**
	 * The last hundred, oldest first.
	 */
	static List<String> of(MailHeader header, String name) {
		List<String> ids = header.all(name)
			.stream()
			.flatMap((field) -> ID.matcher(field).results().map(MatchResult::group))
			.toList();
		return ids.subList(Math.max(0, ids.size() - MOST), ids.size());
	}

	/**
	 * The only one, or null if there is none or several.
	 */
	static String only(MailHeader header, String name) {
		List<String> ids = of(header, name);
		return (ids.size() == 1) ? ids.get(0) : null;
	}

}
