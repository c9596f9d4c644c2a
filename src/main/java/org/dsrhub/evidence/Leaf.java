package org.dsrhub.evidence;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * How far a request's evidence had come when it was anchored.
 *
 * @param seq the last entry's place
 * @param hash the last entry's hash
 */
@JsonPropertyOrder({ "request", "seq", "hash" })
record Leaf(UUID request, int seq, String hash) {

	/**
	 * Its hash in the tree.
	 */
	byte[] digest() {
		return MerkleTree.leaf(CanonicalJson.bytes(this));
	}

}
