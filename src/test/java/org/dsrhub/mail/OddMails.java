package org.dsrhub.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Odd and hostile mails, one fault each.
 */
public final class OddMails {

	private OddMails() {
	}

	public static List<OddMail> all() {
		return Stream
			.of(new OddStructures(), new OddEncodings(), new OddHeaders(), new OddSenders(), new OddServers(),
					new OddMachines(), new OddFiles(), new OddWords(), new OddStrangers())
			.flatMap((topic) -> topic.mails().stream())
			.toList();
	}

	/**
	 * A mail as it was read, told by what differs from the good mail.
	 */
	static String told(ReceivedMail mail) {
		List<String> told = new ArrayList<>();
		tell(told, "fault", mail.fault(), null);
		tell(told, "id", mail.messageId() == null ? "none" : "one", "one");
		tell(told, "from", mail.from(), Eml.OPERATOR);
		tell(told, "sender", mail.authenticity().name().toLowerCase(Locale.ROOT), "passed");
		tell(told, "machine", mail.automatic().name().toLowerCase(Locale.ROOT), "no");
		tell(told, "subject", "'" + mail.subject() + "'", "'Requests'");
		if (mail.fault() == null) {
			tell(told, "text", "'" + mail.text().replace("\n", "/") + "'", "'See the file.'");
			tell(told, "files", mail.attachments().stream().map(Attachment::name).toList().toString(),
					"[request.json]");
			tell(told, "bounced", mail.bounced().toString(), "[]");
		}
		return String.join(" ", told);
	}

	private static void tell(List<String> told, String name, String value, String good) {
		if (value == null ? good != null : !value.equals(good)) {
			told.add(name + "=" + value);
		}
	}

}
