package org.dsrhub.record;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.Source;
import org.dsrhub.subject.Subject;
import org.springframework.stereotype.Component;

/**
 * Takes out other people's identifiers and secrets. It finds what can be told by its form
 * or by its field; a bare name in free text it cannot find.
 */
@Component
class ThirdPartyRedaction implements Redaction {

	/** What stands where something was taken out. */
	static final String MARK = "[redacted]";

	private final Fields.Recent fields = new Fields.Recent();

	@Override
	public Redacted redact(JsonNode raw, Subject subject, Source source) {
		RedactionRun run = new RedactionRun(new Reading(raw, subject, this.fields.of(source)));
		return new Redacted(run.data(), run.count());
	}

}
