package org.dsrhub.mail;

import java.io.IOException;
import java.io.InputStream;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePartDataSource;
import jakarta.mail.internet.SharedInputStream;

/**
 * A multipart that is not read further than the limits of a mail allow, and whose parts
 * stay on disk.
 */
final class BoundedMultipart extends MimeMultipart {

	/** RFC 2046, 5.1.1, allows 70; a few programs write more. */
	private static final int LONGEST_BOUNDARY = 200;

	private final PartCount count;

	private final int headerLimit;

	BoundedMultipart(MimeBodyPart part, PartType type, PartCount count, int headerLimit) throws MessagingException {
		super(new MimePartDataSource(part));
		this.count = count;
		this.headerLimit = headerLimit;
		String boundary = type.parameter("boundary");
		if (boundary == null || boundary.isBlank() || boundary.length() > LONGEST_BOUNDARY) {
			throw new UnreadableMail(MailFault.BROKEN_STRUCTURE);
		}
	}

	@Override
	protected void initializeProperties() {
		this.ignoreMissingEndBoundary = true;
		this.ignoreMissingBoundaryParameter = false;
		this.ignoreExistingBoundaryParameter = false;
		this.allowEmpty = false;
	}

	@Override
	protected MimeBodyPart createMimeBodyPart(InputStream part) throws MessagingException {
		this.count.next();
		try {
			int most = Math.min(part.available(), this.headerLimit);
			InputStream head = ((SharedInputStream) part).newStream(0, most);
			new InternetHeaders(head);
			if (most == this.headerLimit && head.available() == 0) {
				throw new UnreadableMail(MailFault.HEADER_TOO_LONG);
			}
		}
		catch (IOException ex) {
			throw new MessagingException("a part cannot be read", ex);
		}
		return super.createMimeBodyPart(part);
	}

	/**
	 * Counts the parts of a mail, on all levels.
	 */
	interface PartCount {

		/**
		 * One more.
		 * @throws UnreadableMail if that is too many
		 */
		void next() throws UnreadableMail;

	}

}
