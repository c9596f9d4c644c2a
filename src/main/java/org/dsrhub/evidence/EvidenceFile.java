package org.dsrhub.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * One request's evidence with all that it takes to check it without the hub: the entries,
 * what the hub signed of them when it wrote this file, and the anchors that held them
 * before.
 *
 * @param format {@code dsr-evidence/1}
 * @param entries the chain, oldest first
 * @param seal what the entries were when this file was written
 * @param anchors oldest first
 * @param keys the public keys of the signatures by id; an auditor compares the ids with
 * those that they know
 */
@JsonPropertyOrder({ "format", "tenant", "entries", "seal", "anchors", "keys" })
record EvidenceFile(String format, String tenant, List<JsonNode> entries, Seal seal, List<Anchored> anchors,
		Map<String, String> keys) {

	static final String FORMAT = "dsr-evidence/1";

	/**
	 * Those of the anchors that one of these keys signed.
	 */
	Set<Anchor> signed(PublicKeys keys) {
		return this.anchors.stream()
			.map(Anchored::anchor)
			.filter((anchor) -> anchor.signed(keys))
			.collect(Collectors.toSet());
	}

	/**
	 * What there is of a request's evidence where the hub finds a fault in it.
	 *
	 * @param unsealed the fault
	 */
	@JsonPropertyOrder({ "format", "tenant", "request", "unsealed", "entries", "anchors", "keys" })
	record Unsealed(String format, String tenant, UUID request, String unsealed, List<JsonNode> entries,
			List<Anchored> anchors, Map<String, String> keys) {
	}

	/**
	 * The hashes of all entries, signed, so that a chain that was made anew as a whole
	 * shows from which entry on, and those of the anchors, so that none is left out.
	 *
	 * @param hashes the entries', oldest first
	 * @param anchors those of the file, in its order
	 * @param key the id of the key
	 * @param signature as an {@link Anchor}'s
	 */
	@JsonPropertyOrder({ "tenant", "request", "at", "hashes", "anchors", "key", "signature" })
	record Seal(String tenant, UUID request, Instant at, List<String> hashes, List<Link> anchors, String key,
			String signature) {

		static Seal sign(SigningKey key, String tenant, UUID request, Instant at, List<String> hashes,
				List<Link> anchors) {
			Seal open = new Seal(tenant, request, at, hashes, anchors, key.id(), null);
			return new Seal(tenant, request, at, hashes, anchors, open.key, key.sign(open.signed()));
		}

		byte[] signed() {
			return CanonicalJson.without("signature", this);
		}

	}

	/**
	 * Which anchor.
	 */
	@JsonPropertyOrder({ "number", "hash" })
	record Link(int number, String hash) {

		static Link to(Anchored held) {
			return new Link(held.anchor().number(), held.anchor().hash());
		}

	}

	/**
	 * An anchor, and the proof that it holds this chain.
	 *
	 * @param leaf how far the chain had come
	 * @param index the leaf's place in the tree, from 0
	 * @param path what leads from it to the root
	 */
	@JsonPropertyOrder({ "anchor", "leaf", "index", "path" })
	record Anchored(Anchor anchor, Leaf leaf, long index, List<String> path) {
	}

}
