package org.dsrhub.tenant;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.configuration.InvalidConfiguration;

/**
 * A certificate by which the hub logs in, together with its private key: a PEM or a PFX
 * file. The login takes RSA keys only.
 *
 * @param content the file
 * @param pem whether it is PEM; else it is PFX
 * @param password of a PFX file, or null
 * @param validity when it is good
 */
public record ClientCertificate(byte[] content, boolean pem, String password, Validity validity) {

	private static final Pattern KEY = Pattern.compile("(?s)-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----");

	private static final Pattern CERTIFICATE = Pattern
		.compile("(?s)-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----");

	/**
	 * Reads what a tenant file refers to.
	 * @throws InvalidConfiguration saying what is wrong with it, without its content
	 */
	public static ClientCertificate of(Credential.Certificate credential) {
		byte[] content = SecretReference.bytes(credential.certificate());
		String password = (credential.password() != null) ? SecretReference.resolve(credential.password()) : null;
		String text = new String(content, StandardCharsets.ISO_8859_1);
		boolean pem = text.contains("-----BEGIN ");
		try {
			Pair pair = pem ? fromPem(text) : fromPfx(content, password);
			if (!(pair.key() instanceof RSAPrivateKey key)
					|| !(pair.certificate().getPublicKey() instanceof RSAPublicKey open)) {
				throw new InvalidConfiguration("expected: a certificate with an RSA key; the login takes no other");
			}
			if (!key.getModulus().equals(open.getModulus())) {
				throw new InvalidConfiguration("its private key and its certificate do not belong together");
			}
			return new ClientCertificate(content, pem, password, Validity.of(pair.certificate()));
		}
		catch (GeneralSecurityException | IllegalArgumentException | IOException ex) {
			throw new InvalidConfiguration(pem ? "expected: a PEM file whose key and certificate are whole"
					: "expected: a PEM file, or a PFX file and its right password");
		}
	}

	/**
	 * Holds it to the time.
	 * @throws InvalidConfiguration if it is not good at this time
	 */
	public ClientCertificate goodAt(Instant now) {
		if (!now.isBefore(this.validity.ends())) {
			throw new InvalidConfiguration(
					"the certificate expired at %s; make a new one, and register it with the application"
						.formatted(this.validity.ends()));
		}
		if (now.isBefore(this.validity.begins())) {
			throw new InvalidConfiguration("the certificate is not good before %s".formatted(this.validity.begins()));
		}
		return this;
	}

	@Override
	public String toString() {
		return "ClientCertificate[until " + this.validity.ends() + "]";
	}

	private static Pair fromPem(String text) throws GeneralSecurityException {
		Matcher key = KEY.matcher(text);
		if (!key.find()) {
			throw new InvalidConfiguration(
					"expected: a key that begins with -----BEGIN PRIVATE KEY-----, in the same file as the certificate; \"openssl pkcs8 -topk8 -nocrypt\" makes one of others");
		}
		Matcher certificate = CERTIFICATE.matcher(text);
		if (!certificate.find()) {
			throw new InvalidConfiguration(
					"expected: a certificate that begins with -----BEGIN CERTIFICATE-----, in the same file as the key");
		}
		return new Pair(
				KeyFactory.getInstance("RSA")
					.generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)))),
				(X509Certificate) CertificateFactory.getInstance("X.509")
					.generateCertificate(
							new ByteArrayInputStream(certificate.group().getBytes(StandardCharsets.ISO_8859_1))));
	}

	private static Pair fromPfx(byte[] content, String password) throws GeneralSecurityException, IOException {
		char[] secret = (password != null) ? password.toCharArray() : new char[0];
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(new ByteArrayInputStream(content), secret);
		for (String alias : Collections.list(store.aliases())) {
			if (store.isKeyEntry(alias)) {
				return new Pair(store.getKey(alias, secret), (X509Certificate) store.getCertificate(alias));
			}
		}
		throw new InvalidConfiguration("expected: a PFX file that holds the private key, too");
	}

	private record Pair(Key key, X509Certificate certificate) {
	}

}
