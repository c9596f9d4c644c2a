package org.dsrhub.correspondence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.dsrhub.mail.Attachment;
import org.dsrhub.mail.Authenticity;
import org.dsrhub.mail.Automatic;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.mail.Settled;

/**
 * A mail as the vendor's would be read, shown to the desk without any server between.
 */
final class Vendor {

	private final VendorDesk desk;

	private final Path folder;

	private final String tenant;

	private String from = "dsr@microsoft.com";

	private Authenticity authenticity = Authenticity.PASSED;

	private Automatic automatic = Automatic.NO;

	private String subject = "Re: your request";

	private String inReplyTo;

	private String text = "";

	private UUID id = UUID.randomUUID();

	private final List<Attachment> files = new ArrayList<>();

	Vendor(VendorDesk desk, Path folder, String tenant) {
		this.desk = desk;
		this.folder = folder;
		this.tenant = tenant;
	}

	Vendor from(String address) {
		this.from = address;
		return this;
	}

	Vendor authenticity(Authenticity found) {
		this.authenticity = found;
		return this;
	}

	Vendor automatic(Automatic kind) {
		this.automatic = kind;
		return this;
	}

	Vendor subject(String words) {
		this.subject = words;
		return this;
	}

	Vendor answering(String messageId) {
		this.inReplyTo = messageId;
		return this;
	}

	Vendor id(UUID same) {
		this.id = same;
		return this;
	}

	Vendor file(String name, String content) {
		try {
			Path file = Files.writeString(this.folder.resolve(UUID.randomUUID().toString()), content);
			this.files.add(new Attachment(name, "application/octet-stream",
					content.getBytes(StandardCharsets.UTF_8).length, file));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends it.
	 * @return its end, or empty if the desk does not know it
	 */
	Optional<Settled> says(String words) {
		this.text = words;
		try {
			return this.desk.take(new ReceivedMail(this.id, this.tenant, MailboxName.ADMINISTRATOR, "00",
					"<" + this.id + "@microsoft.com>", this.inReplyTo, List.of(), this.from, this.subject,
					Instant.now(), this.authenticity, this.automatic, null, this.text, this.files, List.of(), null));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
