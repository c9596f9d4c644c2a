package org.dsrhub.endtoend;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;

import okhttp3.tls.HeldCertificate;

/**
 * Certificates as an administrator makes them for an application, in files.
 */
public final class ClientCertificates {

	private ClientCertificates() {
	}

	/**
	 * One that is good from yesterday on.
	 */
	public static HeldCertificate until(Instant end) {
		return between(Instant.now().minus(Duration.ofDays(1)), end);
	}

	public static HeldCertificate between(Instant begin, Instant end) {
		return new HeldCertificate.Builder().commonName("DSR Hub")
			.rsa2048()
			.validityInterval(begin.toEpochMilli(), end.toEpochMilli())
			.build();
	}

	public static Path pem(HeldCertificate certificate, Path file) throws IOException {
		return Files.writeString(file, certificate.privateKeyPkcs8Pem() + certificate.certificatePem());
	}

	public static Path pfx(HeldCertificate certificate, String password, Path file)
			throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setKeyEntry("hub", certificate.keyPair().getPrivate(), password.toCharArray(),
				new Certificate[] { certificate.certificate() });
		try (OutputStream out = Files.newOutputStream(file)) {
			store.store(out, password.toCharArray());
		}
		return file;
	}

}
