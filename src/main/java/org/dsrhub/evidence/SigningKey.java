package org.dsrhub.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.InvalidConfiguration;
import org.springframework.stereotype.Component;

/**
 * The key that evidence is signed with, Ed25519 (RFC 8032): a PEM file with its private
 * part (PKCS#8) and its public one, which all nodes share. Where the configuration names
 * none it is made at the first start, {@code data/evidence-key.pem}.
 */
@Component
class SigningKey {

	private static final String ALGORITHM = "Ed25519";

	private final PrivateKey secret;

	private final PublicKey open;

	/**
	 * Reads the key, or makes it.
	 * @throws InvalidConfiguration if the file is not such a key
	 * @throws IOException if the data folder cannot be used
	 */
	SigningKey(HubProperties hub) throws IOException {
		Path file = hub.evidence().key();
		if (file == null) {
			file = Files.createDirectories(hub.data()).resolve("evidence-key.pem");
			if (Files.notExists(file)) {
				make(file);
			}
		}
		try {
			String pem = Files.readString(file);
			KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
			this.secret = factory.generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY")));
			this.open = factory.generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC KEY")));
		}
		catch (IOException | GeneralSecurityException | IllegalArgumentException ex) {
			throw invalid(file, ex);
		}
		byte[] probe = id().getBytes(StandardCharsets.UTF_8);
		if (!new PublicKeys(java.util.Map.of(id(), text())).verify(id(), probe, sign(probe))) {
			throw invalid(file, new GeneralSecurityException("the two are no pair"));
		}
	}

	/**
	 * The key's id, as signed documents name it.
	 */
	String id() {
		return PublicKeys.id(this.open);
	}

	/**
	 * The public key.
	 */
	String text() {
		return PublicKeys.text(this.open);
	}

	/**
	 * A signature in Base64.
	 */
	String sign(byte[] bytes) {
		try {
			Signature signature = Signature.getInstance(ALGORITHM);
			signature.initSign(this.secret);
			signature.update(bytes);
			return Base64.getEncoder().encodeToString(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Ed25519 does not work in this Java", ex);
		}
	}

	private static byte[] block(String pem, String kind) throws GeneralSecurityException {
		Matcher block = Pattern.compile("-----BEGIN %1$s-----([^-]+)-----END %1$s-----".formatted(kind)).matcher(pem);
		if (!block.find()) {
			throw new GeneralSecurityException("it has no block " + kind);
		}
		return Base64.getMimeDecoder().decode(block.group(1));
	}

	private static InvalidConfiguration invalid(Path file, Exception cause) {
		return new InvalidConfiguration(
				("hub.evidence.key: %s is not an Ed25519 key in PEM with the blocks PRIVATE KEY and PUBLIC KEY (%s); make one with"
						+ " openssl genpkey -algorithm ed25519 -out key.pem; openssl pkey -in key.pem -pubout >> key.pem")
					.formatted(file, cause.getMessage()));
	}

	private static void make(Path file) throws IOException {
		KeyPair pair;
		try {
			pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Ed25519 is missing from this Java", ex);
		}
		Path temporary = file.resolveSibling("." + UUID.randomUUID());
		Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.writeString(temporary, block("PRIVATE KEY", pair.getPrivate()) + block("PUBLIC KEY", pair.getPublic()),
				StandardOpenOption.SYNC);
		try {
			Files.createLink(file, temporary);
		}
		catch (FileAlreadyExistsException ex) {
			// Another node was first; its key is the one.
		}
		finally {
			Files.delete(temporary);
		}
	}

	private static String block(String kind, Key key) {
		return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind,
				Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(key.getEncoded()));
	}

}
