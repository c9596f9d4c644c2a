package org.dsrhub.correspondence;

import java.util.Locale;

/**
 * Why a person has to look at a conversation, and what they can do.
 */
enum Concern {

	ACKNOWLEDGEMENT("the vendor asks the tenant administrator to confirm the request. Confirm it with POST "
			+ "/api/requests/{id}/tasks/{source}/acknowledgement, or answer the vendor's mail in the administrator's mailbox."),
	BOUNCED("the mail to the vendor came back. Correct the vendor's address in the configuration, then retry the request."),
	UNDELIVERABLE(
			"the mail server refused the mail to the vendor. Correct what it complains of (see the log), then retry the request."),
	UNCERTAIN(
			"it is uncertain whether the mail to the vendor was sent. Look into the mailbox: if it was not, retry the "
					+ "request; if it was, wait for the answer, which the hub still takes."),
	NO_CONFIRMATION(
			"the vendor has not answered and the deadline is near. Reach it in another way, extend the deadline, "
					+ "retry the request to ask again, or complete the task."),
	NO_EXPORT(
			"the vendor was sent the confirmation, has sent no export, and the deadline is near. Reach it in another way, "
					+ "extend the deadline, retry the request to ask again, or complete the task."),
	UNCLEAR("the vendor wrote something that the hub does not understand. Read it in the administrator's mailbox. Was it a "
			+ "question for confirmation, POST to /api/requests/{id}/tasks/{source}/acknowledgement; was it the answer, complete the task."),
	UNREADABLE(
			"the vendor sent files that the hub cannot read for sure. Read them in the administrator's mailbox, then complete "
					+ "the task: with outcome found and what concerns the person as JSON or CSV in attachment, or with another outcome."),
	NOT_MATCHED(
			"the vendor sent records, and none has an identifier of the person. Look at them in the administrator's "
					+ "mailbox, then complete the task: with outcome found and what concerns the person as JSON or CSV in attachment, "
					+ "or with another outcome.");

	private final String advice;

	Concern(String advice) {
		this.advice = advice;
	}

	/**
	 * What the person must do; no identifier of the subject.
	 */
	String advice(String source) {
		return "%s: %s".formatted(source, this.advice.replace("{source}", source));
	}

	/**
	 * Whether nobody but a person can go on.
	 */
	boolean person() {
		return this == UNREADABLE || this == NOT_MATCHED;
	}

	/**
	 * As results and evidence say it.
	 */
	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
