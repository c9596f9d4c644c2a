package org.dsrhub.mail;

import java.io.UnsupportedEncodingException;

import jakarta.mail.internet.MimeUtility;

/**
 * What a person reads in a header field: encoded words (RFC 2047) decoded, on one line,
 * without what steers a screen or a protocol.
 */
final class HeaderText {

	private HeaderText() {
	}

	static String of(String field) {
		return decoded(MailCharset.decode(field)).replaceAll("[\\p{Cc}\\p{Zs}\\p{Zl}\\p{Zp}]+", " ")
			.replaceAll("[\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]", "")
			.strip();
	}

	/**
	 * The first characters of a text; never half of one.
	 */
	static String cut(String text, int most) {
		if (text.length() <= most) {
			return text;
		}
		return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
	}

	private static String decoded(String field) {
		try {
			return MimeUtility.decodeText(field);
		}
		catch (UnsupportedEncodingException ex) {
			return field;
		}
	}

}
