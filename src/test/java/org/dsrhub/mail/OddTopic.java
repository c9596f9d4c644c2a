package org.dsrhub.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.dsrhub.mail.OddMail.End;

/**
 * Odd mails of one kind.
 */
abstract class OddTopic {

	private final List<OddMail> mails = new ArrayList<>();

	List<OddMail> mails() {
		return List.copyOf(this.mails);
	}

	/**
	 * Makes a good mail odd.
	 */
	void odd(String name, End end, String read, UnaryOperator<Eml> change) {
		this.mails.add(new OddMail(name, change.apply(Eml.of(name)).bytes(), read, end));
	}

}
