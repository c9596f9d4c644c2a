package org.dsrhub.mail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * Reads mails that are kept, as they were received.
 */
@Component
public class KeptMails {

	private final MailFiles files;

	private final MailReader reader;

	private final Tenants tenants;

	KeptMails(MailFiles files, MailReader reader, Tenants tenants) {
		this.files = files;
		this.reader = reader;
		this.tenants = tenants;
	}

	/**
	 * A mail, with the names and sizes of its attachments, whose files are gone when this
	 * returns; empty if the mail is not kept.
	 * @throws IOException if it cannot be read now
	 */
	public Optional<ReceivedMail> read(InboundMail mail) throws IOException {
		Optional<Path> eml = this.files.eml(mail);
		if (eml.isEmpty()) {
			return Optional.empty();
		}
		Path folder = this.files.viewFolder(mail);
		try {
			return Optional.of(read(mail, eml.get(), folder));
		}
		finally {
			this.files.deleteFolder(mail, folder);
		}
	}

	/**
	 * A mail with its attachments.
	 * @param eml the mail as it was received
	 * @param folder where its files are put, which the caller makes and deletes
	 * @throws IOException if the disk fails
	 */
	ReceivedMail read(InboundMail mail, Path eml, Path folder) throws IOException {
		String authserv = mail.mailbox().of(this.tenants.get(mail.tenant())).orElseThrow().authserv();
		return this.reader.read(mail, eml, folder, authserv);
	}

}
