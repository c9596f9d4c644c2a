package org.dsrhub.camel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.tenant.Validity;

/**
 * A tenant's TLS: the JDK's roots and, where its file names one, a PEM file of its own.
 */
final class Trust {

	private Trust() {
	}

	/**
	 * The context for one tenant.
	 * @param pem the tenant's {@code trust}, or null for the JDK's roots alone
	 * @throws InvalidConfiguration if the file is not one of certificates
	 */
	static SSLContext context(String pem) {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, (pem != null) ? new TrustManager[] { with(Path.of(pem)) } : null, null);
			return context;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw invalid(pem, ex);
		}
	}

	/**
	 * When each certificate of a tenant's own is good.
	 * @param pem the tenant's {@code trust}, or null
	 * @throws InvalidConfiguration if the file is not one of certificates
	 */
	static List<Validity> validities(String pem) {
		if (pem == null) {
			return List.of();
		}
		try {
			return own(Path.of(pem)).stream().map((one) -> Validity.of((X509Certificate) one)).toList();
		}
		catch (GeneralSecurityException | IOException ex) {
			throw invalid(pem, ex);
		}
	}

	private static InvalidConfiguration invalid(String pem, Exception ex) {
		return new InvalidConfiguration("%s is not a PEM file of certificates (%s)".formatted(pem, ex.getMessage()));
	}

	private static List<Certificate> own(Path pem) throws GeneralSecurityException, IOException {
		try (InputStream in = Files.newInputStream(pem)) {
			return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
		}
	}

	private static X509TrustManager with(Path pem) throws GeneralSecurityException, IOException {
		KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
		roots.load(null, null);
		int count = 0;
		for (X509Certificate root : manager(null).getAcceptedIssuers()) {
			roots.setCertificateEntry("jdk-" + count++, root);
		}
		for (Certificate own : own(pem)) {
			roots.setCertificateEntry("own-" + count++, own);
		}
		return manager(roots);
	}

	private static X509TrustManager manager(KeyStore roots) throws GeneralSecurityException {
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(roots);
		return (X509TrustManager) factory.getTrustManagers()[0];
	}

}
