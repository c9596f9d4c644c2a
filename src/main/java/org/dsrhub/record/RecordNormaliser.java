package org.dsrhub.record;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.Source;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.ScanMemory;
import org.dsrhub.subject.Subject;
import org.springframework.stereotype.Component;

/**
 * Makes a record of what a source gave, if it concerns the subject.
 */
@Component
public class RecordNormaliser {

	private final Redaction redaction;

	private final Fields.Recent fields = new Fields.Recent();

	private final ScanMemory scans = new ScanMemory();

	public RecordNormaliser(Redaction redaction) {
		this.redaction = redaction;
	}

	/**
	 * The record, if one of its identifiers equals one of the subject's in normal form. A
	 * record that holds only a phone number or an IP address of the subject's is theirs
	 * only if it names nobody else.
	 * @param tenant whose the source is; nothing that is remembered of it is used for
	 * another
	 * @param raw the item as the source gave it, never changed
	 * @param retrievedAt when it was read, UTC
	 */
	public Optional<SourceRecord> take(String tenant, Source source, Subject subject, JsonNode raw,
			SourceRecord.Provenance provenance, Instant retrievedAt) {
		Reading reading = new Reading(raw, subject, this.fields.of(source), this.scans.scan(tenant, subject.region()));
		List<IdentifierKind> matchedBy = reading.matchedBy();
		if (matchedBy.isEmpty()) {
			return Optional.empty();
		}
		Redacted redacted = this.redaction.redact(reading);
		return Optional.of(new SourceRecord(RecordId.of(source, raw), source.source(), source.system(),
				source.category(), source.classification(), matchedBy, retrievedAt, provenance, redacted.redactions(),
				redacted.data()));
	}

}
