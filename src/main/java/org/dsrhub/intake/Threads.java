package org.dsrhub.intake;

import java.util.List;
import java.util.stream.Stream;

import org.dsrhub.mail.ReceivedMail;

/**
 * Which mails belong together, by their Message-IDs (RFC 5322, section 3.6.4).
 */
final class Threads {

	private Threads() {
	}

	/**
	 * The References of an answer to a mail.
	 */
	static List<String> before(ReceivedMail mail) {
		return Stream.concat(mail.references().stream(), Stream.ofNullable(mail.messageId())).distinct().toList();
	}

	/**
	 * What a mail says that it answers, the nearest one last.
	 */
	static List<String> answered(ReceivedMail mail) {
		return Stream.concat(mail.references().stream(), Stream.ofNullable(mail.inReplyTo())).toList();
	}

}
