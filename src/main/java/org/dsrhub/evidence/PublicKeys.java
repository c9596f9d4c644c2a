package org.dsrhub.evidence;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

import org.dsrhub.configuration.Sha256;

/**
 * The keys by which signatures are checked: X.509 in Base64, by id. An id is the SHA-256
 * of its key, so that none can be put in another's place.
 */
record PublicKeys(Map<String, String> keys) {

	private static final int SIGNATURE = 64;

	PublicKeys {
		keys = Map.copyOf(keys);
	}

	/**
	 * A key's id.
	 */
	static String id(PublicKey key) {
		return Sha256.of(key.getEncoded());
	}

	static String text(PublicKey key) {
		return Base64.getEncoder().encodeToString(key.getEncoded());
	}

	/**
	 * Whether a signature is by the key of this id.
	 */
	boolean verify(String id, byte[] signed, String signature) {
		String text = this.keys.get(id);
		if (text == null || signature == null) {
			return false;
		}
		try {
			PublicKey key = KeyFactory.getInstance("Ed25519")
				.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
			Signature check = Signature.getInstance("Ed25519");
			check.initVerify(key);
			check.update(signed);
			byte[] bytes = Base64.getDecoder().decode(signature);
			// Java lets pass what follows a signature, and Base64 writes some bytes in
			// several ways.
			return id(key).equals(id) && text(key).equals(text) && bytes.length == SIGNATURE
					&& Base64.getEncoder().encodeToString(bytes).equals(signature) && check.verify(bytes);
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			// Not a key or not a signature: it proves nothing.
			return false;
		}
	}

}
