package org.dsrhub.benchmark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * An entry of a request's evidence, chained as the hub chains its own.
 *
 * @param seq its place, from 1
 * @param hash the SHA-256 of its sorted JSON without the hash
 * @param line its JSON
 */
record FloorEvidence(int seq, String hash, String line) {

	static final FloorEvidence NONE = new FloorEvidence(0, "0".repeat(64), "");

	private static final JsonMapper SORTED = JsonMapper.builder()
		.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		.build();

	/**
	 * The entry after this one.
	 */
	FloorEvidence next(UUID request, String event, Map<String, ?> data) {
		Map<String, Object> entry = new TreeMap<>();
		entry.put("seq", this.seq + 1);
		entry.put("at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
		entry.put("request", request.toString());
		entry.put("event", event);
		entry.put("actor", "hub");
		entry.put("data", data);
		entry.put("prev", this.hash);
		try {
			String sum = HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256")
					.digest(SORTED.writeValueAsString(entry).getBytes(StandardCharsets.UTF_8)));
			entry.put("hash", sum);
			return new FloorEvidence(this.seq + 1, sum, SORTED.writeValueAsString(entry));
		}
		catch (JsonProcessingException | NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
