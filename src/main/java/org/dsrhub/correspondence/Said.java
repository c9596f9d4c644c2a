package org.dsrhub.correspondence;

import java.util.List;
import java.util.Locale;

import org.dsrhub.mail.Automatic;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.source.Correspondence;

/**
 * What a mail of a conversation says, as far as a rule can tell.
 */
enum Said {

	/** The vendor asks whether the request is confirmed. */
	CONFIRMATION,
	/** It sends files. */
	ANSWER,
	/** It has nothing about the person. */
	NOTHING,
	/** The administrator answered the vendor in their own mail program. */
	ACKNOWLEDGEMENT,
	/** A machine, or the administrator's own copy of a mail: it asks for nothing. */
	NOTICE,
	/** A person has to read it. */
	UNCLEAR;

	/**
	 * What a mail of the vendor's says.
	 */
	static Said of(ReceivedMail mail, Correspondence terms) {
		if (mail.fault() != null) {
			return UNCLEAR;
		}
		List<AnswerFile.Kind> files = mail.attachments()
			.stream()
			.map((file) -> AnswerFile.Kind.of(file.name(), file.type()))
			.filter((kind) -> kind != AnswerFile.Kind.IMAGE)
			.toList();
		String words = plain(mail.subject() + " " + mail.text());
		boolean confirmation = terms.confirmation().stream().anyMatch((some) -> words.contains(plain(some)));
		boolean nothing = terms.nothing().stream().anyMatch((some) -> words.contains(plain(some)));
		if (files.stream().anyMatch(AnswerFile.Kind::data)) {
			// A question may come with a file, and a list's mail with anything.
			return (confirmation || mail.automatic() == Automatic.LIST) ? UNCLEAR : ANSWER;
		}
		if (mail.automatic() != Automatic.NO) {
			return byMachine(mail.automatic(), confirmation, nothing);
		}
		if (!files.isEmpty()) {
			return confirmation ? UNCLEAR : ANSWER;
		}
		if (confirmation == nothing) {
			return UNCLEAR;
		}
		return confirmation ? CONFIRMATION : NOTHING;
	}

	/**
	 * A vendor may well have a machine ask for the confirmation. That there is nothing is
	 * not taken from what may be an absence note; and what comes without a sender may be
	 * the hub's own mail that came back.
	 */
	private static Said byMachine(Automatic machine, boolean confirmation, boolean nothing) {
		if (machine == Automatic.LIST) {
			return NOTICE;
		}
		if (nothing || (machine == Automatic.BOUNCE && !confirmation)) {
			return UNCLEAR;
		}
		return confirmation ? CONFIRMATION : NOTICE;
	}

	private static String plain(String text) {
		return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
	}

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
