package org.dsrhub.mail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

/**
 * A mail as it goes out (RFC 5322, MIME), under a Message-ID that stays. It has no header
 * but those that the hub gives it, each on lines of its own, and knows whether the server
 * was being given it.
 */
public final class MailLetter extends MimeMessage {

	private static final Pattern MESSAGE_ID = Pattern.compile("<[\\x21-\\x7e&&[^<>]]{1,300}>");

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z",
			Locale.ENGLISH);

	/** A line of a header holds 998 characters at most (RFC 5322, 2.1.1). */
	private static final int MOST_REFERENCES = 20;

	private final String messageId;

	private volatile boolean handing;

	private MailLetter(String messageId) {
		super((Session) null);
		this.messageId = messageId;
	}

	/**
	 * Writes a mail.
	 * @param messageId with its angle brackets
	 * @param from the mailbox's own address
	 * @throws AddressException if an address is not well-formed
	 * @throws MessagingException if it cannot be written
	 */
	public static MailLetter of(OutgoingMail mail, String messageId, String from, Instant at)
			throws MessagingException {
		MailLetter letter = new MailLetter(messageId);
		letter.setFrom(new InternetAddress(from, true));
		letter.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
		letter.setSubject(mail.subject().replaceAll("\\p{Cntrl}+", " "), StandardCharsets.UTF_8.name());
		letter.setHeader("Date", DATE.format(at.atOffset(ZoneOffset.UTC)));
		if (mail.inReplyTo() != null && wellFormed(mail.inReplyTo())) {
			letter.setHeader("In-Reply-To", mail.inReplyTo());
		}
		List<String> thread = mail.references().stream().filter(MailLetter::wellFormed).toList();
		if (!thread.isEmpty()) {
			letter.setHeader("References",
					String.join("\r\n ", thread.subList(Math.max(0, thread.size() - MOST_REFERENCES), thread.size())));
		}
		if (mail.automatic()) {
			letter.setHeader("Auto-Submitted", (mail.inReplyTo() != null) ? "auto-replied" : "auto-generated");
		}
		letter.words(mail);
		letter.saveChanges();
		return letter;
	}

	private void words(OutgoingMail mail) throws MessagingException {
		if (mail.html() == null) {
			setText(mail.text(), StandardCharsets.UTF_8.name());
			return;
		}
		MimeBodyPart text = new MimeBodyPart();
		text.setText(mail.text(), StandardCharsets.UTF_8.name());
		MimeBodyPart html = new MimeBodyPart();
		html.setText(mail.html(), StandardCharsets.UTF_8.name(), "html");
		setContent(new MimeMultipart("alternative", text, html));
	}

	/** A stranger wrote the thread's. */
	private static boolean wellFormed(String messageId) {
		return MESSAGE_ID.matcher(messageId).matches();
	}

	/**
	 * Whether the server was being given it, from its first byte on.
	 */
	public boolean handing() {
		return this.handing;
	}

	@Override
	public void writeTo(OutputStream output, String[] ignored) throws IOException, MessagingException {
		this.handing = true;
		super.writeTo(output, ignored);
	}

	@Override
	protected void updateMessageID() throws MessagingException {
		setHeader("Message-ID", this.messageId);
	}

}
