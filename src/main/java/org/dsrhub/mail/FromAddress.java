package org.dsrhub.mail;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.dsrhub.subject.Identifiers;

/**
 * Whose mail it is: the one address in the one From field (RFC 5322, 3.6.2), normalised.
 * Where there are several fields or addresses, a group, or characters that nobody sees,
 * it is nobody's. Display names, Sender and Reply-To are never looked at.
 */
final class FromAddress {

	private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\t]]");

	private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Z}]");

	private FromAddress() {
	}

	static Optional<String> of(MailHeader header) {
		List<String> fields = header.all("from");
		if (fields.size() != 1 || CONTROL.matcher(MailCharset.decode(fields.get(0))).find()) {
			return Optional.empty();
		}
		try {
			InternetAddress[] addresses = InternetAddress.parseHeader(MailCharset.decode(fields.get(0)), true);
			return (addresses.length == 1 && !addresses[0].isGroup()) ? address(addresses[0]) : Optional.empty();
		}
		catch (AddressException ex) {
			return Optional.empty();
		}
	}

	private static Optional<String> address(InternetAddress from) {
		return Optional.ofNullable(from.getAddress())
			.filter((address) -> !UNSEEN.matcher(address).find())
			.flatMap(Identifiers::email);
	}

}
