package org.dsrhub.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.Source;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Subject;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * Makes a record of what a source gave, if it concerns the subject.
 */
public final class RecordNormaliser {

	private static final int ID_LENGTH = 32;

	private final Redaction redaction;

	private final Fields.Recent fields = new Fields.Recent();

	public RecordNormaliser(Redaction redaction) {
		this.redaction = redaction;
	}

	/**
	 * The record, if one of its identifiers equals one of the subject's in normal form. A
	 * record that holds only a phone number or an IP address of the subject's is theirs
	 * only if it names nobody else.
	 * @param raw the item as the source gave it, never changed
	 * @param retrievedAt when it was read, UTC
	 */
	public Optional<SourceRecord> take(Source source, Subject subject, JsonNode raw, SourceRecord.Provenance provenance,
			Instant retrievedAt) {
		List<IdentifierKind> matchedBy = new Reading(raw, subject, this.fields.of(source)).matchedBy();
		if (matchedBy.isEmpty()) {
			return Optional.empty();
		}
		Redacted redacted = this.redaction.redact(raw, subject, source);
		return Optional.of(new SourceRecord(id(source, raw), source.source(), source.system(), source.category(),
				source.classification(), matchedBy, retrievedAt, provenance, redacted.redactions(), redacted.data()));
	}

	private static String id(Source source, JsonNode raw) {
		JsonNode own = raw.path("id");
		boolean named = own.isValueNode() && !own.isNull() && !own.asText().isBlank();
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(source.source().getBytes(StandardCharsets.UTF_8));
			digest.update((byte) 0);
			digest.update(named ? own.asText().getBytes(StandardCharsets.UTF_8)
					: new JsonCanonicalizer(raw.toString()).getEncodedUTF8());
			return HexFormat.of().formatHex(digest.digest()).substring(0, ID_LENGTH);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-256 is part of every JDK", ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("a record of " + source.source() + " cannot be brought into canonical form",
					ex);
		}
	}

}
