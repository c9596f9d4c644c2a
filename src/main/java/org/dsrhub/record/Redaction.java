package org.dsrhub.record;

/**
 * Takes out of a record what is not the subject's to see (GDPR art. 15(4)).
 */
@FunctionalInterface
public interface Redaction {

	/**
	 * A copy of the record without what is others'.
	 * @param reading the record, read with the person in mind who gets the copy
	 */
	Redacted redact(Reading reading);

}
