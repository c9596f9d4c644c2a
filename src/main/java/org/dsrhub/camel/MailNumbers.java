package org.dsrhub.camel;

import jakarta.mail.Message;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.mail.MailUidGenerator;
import org.springframework.stereotype.Component;

/**
 * Tells the mails of one poll apart by their numbers. The component's own way fetches
 * headers, which a stranger wrote and may have made huge; who a mail is, its digest says.
 */
@Component("mailNumbers")
class MailNumbers implements MailUidGenerator {

	@Override
	public String generateUuid(MailEndpoint mailEndpoint, Message message) {
		return Integer.toString(message.getMessageNumber());
	}

}
