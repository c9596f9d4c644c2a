package org.dsrhub.record;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.Source;
import org.dsrhub.subject.Subject;

/**
 * Takes out of a record what is not the subject's to see (GDPR art. 15(4)).
 */
@FunctionalInterface
public interface Redaction {

	/**
	 * A copy of the record without what is others'.
	 * @param raw the record as the source gave it, never changed
	 * @param subject the person who gets the copy
	 * @param source where the record is from
	 */
	Redacted redact(JsonNode raw, Subject subject, Source source);

}
