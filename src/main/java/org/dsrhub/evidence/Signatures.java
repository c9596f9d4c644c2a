package org.dsrhub.evidence;

import org.springframework.stereotype.Component;

/**
 * The hub's signatures of documents that it stores outside the ledger and reads again.
 */
@Component
public class Signatures {

	private final SigningKey key;

	private final AnchorRows keys;

	Signatures(SigningKey key, AnchorRows keys) {
		this.key = key;
		this.keys = keys;
	}

	/**
	 * The id of the key that signs.
	 */
	public String key() {
		return this.key.id();
	}

	/**
	 * A signature in Base64.
	 */
	public String sign(byte[] bytes) {
		return this.key.sign(bytes);
	}

	/**
	 * Whether a signature is the hub's, by the key of today or one before it.
	 */
	public boolean verify(String key, byte[] signed, String signature) {
		return new PublicKeys(this.keys.keys()).verify(key, signed, signature);
	}

}
