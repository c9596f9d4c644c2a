package org.dsrhub.mail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.util.SharedFileInputStream;
import org.eclipse.angus.mail.util.DecodingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads a mail that came, which may be anything: no more of it is held in memory than its
 * header and its words, and nothing in it makes the reader fail.
 */
@Component
class MailReader {

	private static final Logger log = LoggerFactory.getLogger(MailReader.class);

	private static final int LONGEST_LINE = 1024 * 1024;

	private static final int LONGEST_SUBJECT = 500;

	private static final Pattern LANGUAGE = Pattern.compile("^([A-Za-z]{2})(?![A-Za-z])");

	private final MailLimits limits;

	MailReader(MailLimits limits) {
		this.limits = limits;
	}

	/**
	 * Reads a mail. One that cannot be read as a whole has a {@code fault} and nothing
	 * but what its header says.
	 * @param eml the mail as it came
	 * @param folder where its attachments are written; the caller's to make and to delete
	 * @param authserv the receiving server's name in Authentication-Results, or null
	 * @throws IOException if the hub's own disk fails
	 */
	ReceivedMail read(InboundMail mail, Path eml, Path folder, String authserv) throws IOException {
		MailScan scan = MailScan.of(eml);
		MailHeader header = header(eml);
		Optional<String> from = FromAddress.of(header);
		MailContent content = MailContent.NONE;
		MailFault fault = fault(scan, header).orElse(null);
		if (fault == null) {
			try (SharedFileInputStream file = new SharedFileInputStream(eml.toFile())) {
				content = new MailWalk(this.limits, folder).read(new MimeBodyPart(file));
			}
			catch (DecodingException ex) {
				fault = MailFault.BROKEN_ENCODING;
			}
			catch (MessagingException ex) {
				fault = fault(ex);
			}
			catch (RuntimeException ex) {
				// Its message may quote the mail.
				log.warn("event=mail-unreadable tenant={} mailbox={} mail={} fault={}", mail.tenant(),
						mail.mailbox().label(), mail.id(), ex.getClass().getName());
				fault = MailFault.UNREADABLE;
			}
		}
		return new ReceivedMail(mail.id(), mail.tenant(), mail.mailbox(), mail.sha256(),
				MessageIds.only(header, "message-id"),
				MessageIds.of(header, "in-reply-to").stream().findFirst().orElse(null),
				MessageIds.of(header, "references"), from.orElse(null), subject(header), mail.receivedAt(),
				SenderCheck.judge(ServersWord.of(header, authserv), from), WrittenBy.of(header, from), language(header),
				content.text(), content.attachments(), content.bounced(), (fault != null) ? fault.label() : null);
	}

	private MailHeader header(Path eml) throws IOException {
		try {
			return MailHeader.of(eml, this.limits.headerBytes());
		}
		catch (MessagingException ex) {
			throw new IllegalStateException("a header in memory can always be read", ex);
		}
	}

	private Optional<MailFault> fault(MailScan scan, MailHeader header) {
		if (scan.bytes() > this.limits.mail().toBytes()) {
			return Optional.of(MailFault.MAIL_TOO_LONG);
		}
		if (!header.whole()) {
			return Optional.of(MailFault.HEADER_TOO_LONG);
		}
		return (scan.longestLine() > LONGEST_LINE) ? Optional.of(MailFault.LINE_TOO_LONG) : Optional.empty();
	}

	/**
	 * The mail library tells of its own disk and of a mail's faults in the same way.
	 */
	private static MailFault fault(MessagingException ex) throws IOException {
		if (ex.getCause() instanceof IOException disk) {
			throw disk;
		}
		return (ex instanceof UnreadableMail unreadable) ? unreadable.fault() : MailFault.BROKEN_STRUCTURE;
	}

	private static String subject(MailHeader header) {
		return HeaderText.cut(header.first("subject").map(HeaderText::of).orElse(""), LONGEST_SUBJECT);
	}

	private static String language(MailHeader header) {
		return header.first("content-language")
			.stream()
			.flatMap((field) -> LANGUAGE.matcher(field).results())
			.map((MatchResult tag) -> tag.group(1).toLowerCase(Locale.ROOT))
			.findFirst()
			.orElse(null);
	}

}
