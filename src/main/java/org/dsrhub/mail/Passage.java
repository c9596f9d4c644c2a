package org.dsrhub.mail;

import java.io.IOException;
import java.util.List;

import jakarta.mail.MessagingException;

/**
 * A part that a person reads as it is.
 */
record Passage(Part part, boolean html) {

	/** Most of HTML is not words. */
	private static final int HTML = 10;

	/**
	 * What HTML means where its elements are not closed in order takes time with the
	 * square of their number.
	 */
	private static final int MOST_TAGS = 20_000;

	/**
	 * Of parts that say the same, those to read: plain text where any is written in it.
	 */
	static List<Passage> best(List<Passage> alternatives, int limit) throws IOException, MessagingException {
		List<Passage> plain = alternatives.stream().filter((passage) -> !passage.html()).toList();
		for (Passage passage : plain) {
			if (!passage.words(limit).isBlank()) {
				return plain;
			}
		}
		List<Passage> html = alternatives.stream().filter(Passage::html).toList();
		return html.isEmpty() ? plain : html;
	}

	/**
	 * Its words.
	 * @param limit in bytes
	 * @throws UnreadableMail if it is longer, or has too many tags
	 */
	String words(int limit) throws IOException, MessagingException {
		int most = this.html ? limit * HTML : limit;
		byte[] bytes = this.part.bytes(most + 1);
		if (bytes.length > most) {
			throw new UnreadableMail(MailFault.TEXT_TOO_LONG);
		}
		String text = MailCharset.decode(bytes, this.part.type().parameter("charset"));
		if (this.html && text.chars().filter((sign) -> sign == '<').count() > MOST_TAGS) {
			throw new UnreadableMail(MailFault.TEXT_TOO_LONG);
		}
		String words = this.html ? HtmlWords.of(text) : text;
		if (words.length() > limit) {
			throw new UnreadableMail(MailFault.TEXT_TOO_LONG);
		}
		return words;
	}

}
