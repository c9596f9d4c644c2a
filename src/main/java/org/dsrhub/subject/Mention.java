package org.dsrhub.subject;

/**
 * A piece of text that may name a person, or that is a secret.
 *
 * @param form what it is
 * @param value its normal form, see {@link Identifiers}; comparable only with the same
 * form
 * @param start where it begins in the text that was scanned
 * @param end where it ends, exclusive
 * @param encoded whether it stands inside a Base64 run; the range is then the whole run
 */
public record Mention(Form form, String value, int start, int end, boolean encoded) {

	/**
	 * What a mention can be. An address is an e-mail address or a user principal name;
	 * text alone does not tell which.
	 */
	public enum Form {

		ADDRESS, GUID, SID, IP_ADDRESS, PHONE, PROFILE, SECRET

	}

	Mention(Form form, String value, int start, int end) {
		this(form, value, start, end, false);
	}

	boolean overlaps(Mention other) {
		return this.start < other.end && other.start < this.end;
	}

}
