package org.dsrhub.evidence;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.dsrhub.configuration.Sha256;

/**
 * What holds chains of a tenant fast on a day: the root of a {@link MerkleTree} over
 * those that grew since the anchor before, or of none, signed, and naming that anchor.
 * Whoever changes or takes away evidence later would have to sign anew, and change every
 * copy of this one and of those after it.
 *
 * @param number its place among the tenant's, from 1
 * @param at when, UTC
 * @param chains how many chains
 * @param root the tree's
 * @param prev the hash of the anchor before, 64 zeros for the first
 * @param key the id of the key
 * @param signature Ed25519 (RFC 8032) over this document's RFC 8785 JSON without
 * {@code signature}, in Base64
 */
@JsonPropertyOrder({ "tenant", "number", "at", "chains", "root", "prev", "key", "signature" })
record Anchor(String tenant, int number, Instant at, long chains, String root, String prev, String key,
		String signature) {

	/** How far the clocks of the nodes of one hub may be apart. */
	static final Duration CLOCKS = Duration.ofMinutes(5);

	static Anchor sign(SigningKey key, String tenant, int number, Instant at, MerkleTree tree, String prev) {
		Anchor open = new Anchor(tenant, number, at, tree.size(), tree.root(), prev, key.id(), null);
		return new Anchor(tenant, number, at, open.chains, open.root, prev, open.key, key.sign(open.signed()));
	}

	/**
	 * Whether it was made after a time, as far as the clocks of several nodes agree.
	 */
	boolean follows(Instant time) {
		return !time.isAfter(this.at.plus(CLOCKS));
	}

	/**
	 * What the signature is about.
	 */
	byte[] signed() {
		return CanonicalJson.without("signature", this);
	}

	/**
	 * Whether one of these keys signed it.
	 */
	boolean signed(PublicKeys keys) {
		return keys.verify(this.key, signed(), this.signature);
	}

	/**
	 * What the next anchor names.
	 */
	String hash() {
		return Sha256.of(CanonicalJson.bytes(this));
	}

}
