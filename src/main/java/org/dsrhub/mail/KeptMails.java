package org.dsrhub.mail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * Shows mails that wait for a person, read anew from how they were received.
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
			String authserv = mail.mailbox().of(this.tenants.get(mail.tenant())).orElseThrow().authserv();
			return Optional.of(this.reader.read(eml.get(), folder, mail.id(), mail.tenant(), mail.mailbox(), authserv,
					mail.receivedAt()));
		}
		finally {
			this.files.deleteFolder(mail, folder);
		}
	}

}
