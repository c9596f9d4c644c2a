package org.dsrhub.mail;

import java.io.IOException;
import java.util.Optional;

/**
 * Somebody who may know what a mail is about. The desks of the house are asked in their
 * {@link org.springframework.core.annotation.Order}; the first that takes a mail ends it.
 */
public interface MailDesk {

	/**
	 * Takes a mail. After a crash the same mail is shown again, and taking it twice must
	 * do no more than once.
	 * @return how it ended, or empty if it is none of this desk's business
	 * @throws IOException if an attachment cannot be read now; the mail is shown again
	 */
	Optional<Settled> take(ReceivedMail mail) throws IOException;

}
