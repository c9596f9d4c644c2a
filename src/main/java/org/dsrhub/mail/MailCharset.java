package org.dsrhub.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import jakarta.mail.internet.MimeUtility;

/**
 * Letters of bytes whose charset may be unknown, wrong or missing: as declared if that
 * holds for every byte, else UTF-8 if that does, else windows-1252, where each byte is a
 * letter.
 */
final class MailCharset {

	private static final Charset LAST = Charset.forName("windows-1252");

	private MailCharset() {
	}

	/**
	 * The letters.
	 * @param declared a charset's name, or null
	 */
	static String decode(byte[] bytes, String declared) {
		return known(declared).flatMap((charset) -> strictly(bytes, charset))
			.or(() -> strictly(bytes, StandardCharsets.UTF_8))
			.orElseGet(() -> new String(bytes, LAST));
	}

	/**
	 * The letters of a header field that was read a byte a character; one that holds
	 * others is decoded already.
	 */
	static String decode(String field) {
		return field.chars().anyMatch((sign) -> sign > 0xFF) ? field
				: decode(field.getBytes(StandardCharsets.ISO_8859_1), null);
	}

	/**
	 * The mail library's names come last: with it ASCII is ISO-8859-1, which holds for
	 * any byte.
	 */
	private static Optional<Charset> known(String declared) {
		try {
			return Optional.ofNullable(declared)
				.map((name) -> Charset.isSupported(name) ? name : MimeUtility.javaCharset(name))
				.map(Charset::forName);
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private static Optional<String> strictly(byte[] bytes, Charset charset) {
		try {
			return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
		}
		catch (CharacterCodingException ex) {
			return Optional.empty();
		}
	}

}
