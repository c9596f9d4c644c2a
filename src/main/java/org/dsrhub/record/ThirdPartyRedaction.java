package org.dsrhub.record;

import org.springframework.stereotype.Component;

/**
 * Takes out other people's identifiers and secrets. It finds what can be told by its form
 * or by its field; a bare name in free text it cannot find.
 */
@Component
class ThirdPartyRedaction implements Redaction {

	/** What stands where something was taken out. */
	static final String MARK = "[redacted]";

	@Override
	public Redacted redact(Reading reading) {
		RedactionRun run = new RedactionRun(reading);
		return new Redacted(run.data(), run.count());
	}

}
