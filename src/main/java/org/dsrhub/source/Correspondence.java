package org.dsrhub.source;

import java.time.Period;
import java.util.List;

/**
 * How a vendor is asked that answers only by e-mail.
 *
 * @param to the address that is written to
 * @param answersFrom the domains that its mails come from, in lower case; a subdomain is
 * another domain
 * @param acknowledge who acknowledges when it asks for confirmation
 * @param mails the templates of what it is written
 * @param confirmation words, any of which in a mail make it the vendor's question for
 * confirmation
 * @param nothing words, any of which in a mail without files make it the answer that the
 * vendor has nothing
 * @param remind when it is reminded, counted from the hub's last mail that needed an
 * answer; ascending
 * @param attention how long before the request's deadline a person is asked to step in
 */
public record Correspondence(String to, List<String> answersFrom, Acknowledge acknowledge, Mails mails,
		List<String> confirmation, List<String> nothing, List<Period> remind, Period attention) {

	public Correspondence {
		answersFrom = List.copyOf(answersFrom);
		acknowledge = (acknowledge != null) ? acknowledge : Acknowledge.BY_HAND;
		mails = (mails != null) ? mails : new Mails(null, null, null);
		confirmation = (confirmation != null) ? List.copyOf(confirmation) : List.of();
		nothing = (nothing != null) ? List.copyOf(nothing) : List.of();
		remind = (remind != null) ? List.copyOf(remind)
				: List.of(Period.ofDays(3), Period.ofDays(7), Period.ofDays(14));
		attention = (attention != null) ? attention : Period.ofDays(5);
	}

	/**
	 * The same conversation with somebody else.
	 */
	public Correspondence with(String otherTo, List<String> otherDomains, Acknowledge otherAcknowledge) {
		return new Correspondence((otherTo != null) ? otherTo : this.to,
				otherDomains.isEmpty() ? this.answersFrom : otherDomains, otherAcknowledge, this.mails,
				this.confirmation, this.nothing, this.remind, this.attention);
	}

	/**
	 * Templates of mails, by their names.
	 */
	public record Mails(String ask, String acknowledge, String remind) {

		public Mails {
			ask = (ask != null) ? ask : "vendor-ask";
			acknowledge = (acknowledge != null) ? acknowledge : "vendor-acknowledge";
			remind = (remind != null) ? remind : "vendor-remind";
		}

	}

}
