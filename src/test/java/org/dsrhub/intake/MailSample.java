package org.dsrhub.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.dsrhub.mail.Attachment;
import org.dsrhub.mail.Authenticity;
import org.dsrhub.mail.Automatic;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.ReceivedMail;

/**
 * A mail to show to a desk: an authenticated one of a person to the intake mailbox of
 * contoso, unless a test says otherwise.
 */
final class MailSample {

	private final String from;

	private UUID id = UUID.randomUUID();

	private String tenant = "contoso";

	private MailboxName mailbox = MailboxName.INTAKE;

	private String inReplyTo;

	private String subject = "";

	private Instant receivedAt = Instant.now().minusSeconds(60);

	private Authenticity authenticity = Authenticity.PASSED;

	private Automatic automatic = Automatic.NO;

	private String language;

	private String text = "";

	private String fault;

	private final List<Attachment> attachments = new ArrayList<>();

	private MailSample(String from) {
		this.from = from;
	}

	static MailSample from(String from) {
		return new MailSample(from);
	}

	MailSample tenant(String name) {
		this.tenant = name;
		return this;
	}

	MailSample mailbox(MailboxName name) {
		this.mailbox = name;
		return this;
	}

	MailSample answers(String messageId) {
		this.inReplyTo = messageId;
		return this;
	}

	MailSample subject(String words) {
		this.subject = words;
		return this;
	}

	MailSample receivedAt(Instant time) {
		this.receivedAt = time;
		return this;
	}

	MailSample authenticity(Authenticity word) {
		this.authenticity = word;
		return this;
	}

	MailSample automatic(Automatic kind) {
		this.automatic = kind;
		return this;
	}

	MailSample language(String code) {
		this.language = code;
		return this;
	}

	MailSample text(String words) {
		this.text = words;
		return this;
	}

	MailSample fault(String rule) {
		this.fault = rule;
		return this;
	}

	MailSample attach(Path folder, String name, String type, String content) {
		try {
			Path file = Files.writeString(folder.resolve(UUID.randomUUID() + ".part"), content);
			this.attachments.add(new Attachment(name, type, Files.size(file), file));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	ReceivedMail mail() {
		return new ReceivedMail(this.id, this.tenant, this.mailbox, (this.id + "" + this.id).replace("-", ""),
				"<" + this.id + "@sender.example>", this.inReplyTo, List.of(), this.from, this.subject, this.receivedAt,
				this.authenticity, this.automatic, this.language, this.text, this.attachments, List.of(), this.fault);
	}

}
