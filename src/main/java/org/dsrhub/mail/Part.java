package org.dsrhub.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;

/**
 * A mail, or a part of one, with its type.
 */
record Part(MimeBodyPart body, PartType type) {

	/**
	 * RFC 2045, 6.1. The mail library knows uuencode, too, and fails at what is none.
	 */
	private static final Set<String> ENCODINGS = Set.of("7bit", "8bit", "binary", "quoted-printable", "base64");

	static Part of(MimeBodyPart body) throws MessagingException {
		return new Part(body, PartType.of(body.getHeader("Content-Type", null)));
	}

	boolean html() {
		return this.type.is("text/html");
	}

	/**
	 * Whether it is there to be read as it is: text that is not called a file.
	 */
	boolean passage() throws MessagingException {
		return (html() || this.type.is("text/plain")) && fileName() == null && !attached();
	}

	/**
	 * What the mail calls the file, as it came; null if it has no name that can be read.
	 */
	String fileName() throws MessagingException {
		try {
			return this.body.getFileName();
		}
		catch (ParseException ex) {
			return null;
		}
	}

	private boolean attached() throws MessagingException {
		String disposition = this.body.getHeader("Content-Disposition", null);
		return disposition != null && disposition.strip().toLowerCase(Locale.ROOT).startsWith("attachment");
	}

	/**
	 * The first bytes of what it holds, decoded.
	 */
	byte[] bytes(int most) throws IOException, MessagingException {
		try (InputStream content = content()) {
			return content.readNBytes(most);
		}
	}

	/**
	 * What it holds, decoded.
	 * @throws UnreadableMail if it is encoded as the standard does not say
	 */
	InputStream content() throws MessagingException {
		InputStream raw = this.body.getRawInputStream();
		String encoding = this.body.getEncoding();
		if (encoding == null) {
			return raw;
		}
		if (!ENCODINGS.contains(encoding.toLowerCase(Locale.ROOT))) {
			throw new UnreadableMail(MailFault.BROKEN_ENCODING);
		}
		return MimeUtility.decode(raw, encoding);
	}

}
