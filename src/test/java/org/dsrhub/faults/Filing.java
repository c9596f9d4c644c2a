package org.dsrhub.faults;

import java.util.Objects;

/**
 * What somebody asks for.
 *
 * @param subject the person's address
 * @param address an IP address of no record, by which two requests for the same person
 * differ; null for one that may be another one's duplicate
 * @param options as in a request's document
 */
record Filing(String tenant, String reference, String right, String subject, String address, String options) {

	/**
	 * What its result has to be equal to: that of any other request for the same.
	 */
	String kind() {
		return this.tenant + "/" + this.right + "/" + this.subject;
	}

	/**
	 * Whether the other one asks for the same, so that one of them may be the other's
	 * duplicate.
	 */
	boolean asksAs(Filing other) {
		return kind().equals(other.kind()) && Objects.equals(this.address, other.address)
				&& this.options.equals(other.options);
	}

	String document() {
		return "{\"reference\":\"%s\",\"tenant\":\"%s\",\"right\":\"%s\",\"subject\":{\"email\":\"%s\"%s},\"options\":%s}"
			.formatted(this.reference, this.tenant, this.right, this.subject,
					(this.address != null) ? ",\"ipAddresses\":[\"" + this.address + "\"]" : "", this.options);
	}

	/**
	 * Its row of a file without options.
	 */
	String row() {
		return String.join(",", this.reference, this.right, this.subject, (this.address != null) ? this.address : "");
	}

}
