package org.dsrhub.tenant;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * From when until when a certificate is good (UTC).
 */
public record Validity(Instant begins, Instant ends) {

	/**
	 * The time that a certificate itself tells.
	 */
	public static Validity of(X509Certificate certificate) {
		return new Validity(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
	}

}
