package org.dsrhub.evidence;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.configuration.Sha256;

/**
 * One link of a request's evidence. Its hash is the SHA-256 of its RFC 8785 JSON without
 * {@code hash}, so any later change shows.
 *
 * @param seq its place, from 1
 * @param at when it happened, UTC, to the millisecond
 * @param request the request
 * @param event what happened, such as {@code registered}
 * @param actor who did it: a login, a folder's principal, or {@code hub}
 * @param data what belongs to the event; never an identifier or value of a subject
 * @param prev the hash of the entry before, 64 zeros for the first
 * @param hash its own
 */
@JsonPropertyOrder({ "seq", "at", "request", "event", "actor", "data", "prev", "hash" })
public record EvidenceEntry(int seq, Instant at, UUID request, String event, String actor, JsonNode data, String prev,
		String hash) {

	/**
	 * What the first entry names as the one before.
	 */
	public static final String GENESIS = "0".repeat(64);

	static EvidenceEntry after(int seq, String prev, Instant at, UUID request, String event, String actor,
			Map<String, ?> data) {
		EvidenceEntry open = new EvidenceEntry(seq + 1, at.truncatedTo(ChronoUnit.MILLIS), request, event, actor,
				CanonicalJson.JSON.valueToTree(data), prev, null);
		return new EvidenceEntry(open.seq, open.at, request, event, actor, open.data, prev, open.computedHash());
	}

	static EvidenceEntry parse(String line) {
		return CanonicalJson.read(line, EvidenceEntry.class);
	}

	/**
	 * What the hash must be.
	 */
	String computedHash() {
		return Sha256.of(CanonicalJson.without("hash", this));
	}

	String line() {
		try {
			return CanonicalJson.JSON.writeValueAsString(this);
		}
		catch (JsonProcessingException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
