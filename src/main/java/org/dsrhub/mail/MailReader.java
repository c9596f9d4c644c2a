package org.dsrhub.mail;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.springframework.stereotype.Component;

/**
 * Reads a mail, whatever is in it.
 */
@Component
public class MailReader {

	/**
	 * Reads a mail.
	 * @param folder for its attachments
	 * @param authserv the receiving server's name in Authentication-Results
	 * @throws IOException if the file cannot be read
	 */
	public ReceivedMail read(Path eml, Path folder, UUID id, String tenant, MailboxName mailbox, String authserv,
			Instant receivedAt) throws IOException {
		return new ReceivedMail(id, tenant, mailbox, "", null, null, List.of(), null, "", receivedAt,
				Authenticity.UNKNOWN, Automatic.NO, null, "", List.of(), List.of(), null);
	}

}
