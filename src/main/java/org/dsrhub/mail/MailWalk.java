package org.dsrhub.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;

/**
 * Goes through the parts of one mail. What is to be read is read; everything else is
 * written to files, named by the hub, mails within the mail too: these are not opened,
 * except to see which mail a delivery report is about.
 */
final class MailWalk {

	private static final int PIECE = 16 * 1024;

	private final MailLimits limits;

	private final Path folder;

	private final AttachmentNames names = new AttachmentNames();

	private final List<Attachment> attachments = new ArrayList<>();

	private final DeliveryReport report;

	private int parts;

	private long attached;

	MailWalk(MailLimits limits, Path folder) {
		this.limits = limits;
		this.folder = folder;
		this.report = new DeliveryReport(limits.headerBytes());
	}

	/**
	 * Reads the mail.
	 * @throws UnreadableMail if it is beyond a limit or broken
	 */
	MailContent read(MimeBodyPart mail) throws IOException, MessagingException {
		Part whole = Part.of(mail);
		StringBuilder text = new StringBuilder();
		int left = this.limits.textBytes();
		for (Passage passage : passages(whole, 0, whole.type().report("delivery-status"))) {
			String words = passage.words(left);
			text.append(words).append('\n');
			left -= words.length();
		}
		return new MailContent(OwnWords.of(text.toString()), List.copyOf(this.attachments), this.report.bounced());
	}

	private List<Passage> passages(Part part, int depth, boolean reports) throws IOException, MessagingException {
		if (part.type().multipart()) {
			return within(part, depth, reports);
		}
		if (part.passage()) {
			return List.of(new Passage(part, part.html()));
		}
		if (!reports || !this.report.takes(part)) {
			keep(part);
		}
		return List.of();
	}

	private List<Passage> within(Part part, int depth, boolean reports) throws IOException, MessagingException {
		if (depth == this.limits.depth()) {
			throw new UnreadableMail(MailFault.TOO_DEEP);
		}
		BoundedMultipart multipart = new BoundedMultipart(part.body(), part.type(), this::count,
				this.limits.headerBytes());
		List<Passage> passages = new ArrayList<>();
		for (int i = 0; i < multipart.getCount(); i++) {
			passages.addAll(passages(Part.of((MimeBodyPart) multipart.getBodyPart(i)), depth + 1, reports));
		}
		if (!multipart.isComplete()) {
			throw new UnreadableMail(MailFault.CUT_OFF);
		}
		return part.type().is("multipart/alternative") ? Passage.best(passages, this.limits.textBytes()) : passages;
	}

	private void count() throws UnreadableMail {
		if (++this.parts > this.limits.parts()) {
			throw new UnreadableMail(MailFault.TOO_MANY_PARTS);
		}
	}

	private void keep(Part part) throws IOException, MessagingException {
		int number = this.attachments.size() + 1;
		Path file = this.folder.resolve("attachment-" + number);
		long before = this.attached;
		try (InputStream content = part.content(); OutputStream out = Files.newOutputStream(file)) {
			byte[] piece = new byte[PIECE];
			for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
				this.attached += read;
				if (this.attached > this.limits.attachments().toBytes()) {
					throw new UnreadableMail(MailFault.ATTACHMENTS_TOO_LONG);
				}
				out.write(piece, 0, read);
			}
		}
		String type = part.type().name();
		this.attachments
			.add(new Attachment(this.names.name(part.fileName(), type, number), type, this.attached - before, file));
	}

}
