package org.dsrhub.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.dsrhub.configuration.HubProperties;
import org.springframework.stereotype.Component;

/**
 * Keyed digests (HMAC-SHA-256): what stands in the ledger where a value must be found
 * again but not be read. The key is made at the first start, {@code data/digest.key}.
 */
@Component
public class Digest {

	private final SecretKeySpec key;

	/**
	 * Reads or makes the key.
	 * @throws IOException if the data folder cannot be used
	 */
	public Digest(HubProperties hub) throws IOException {
		Path file = Files.createDirectories(hub.data()).resolve("digest.key");
		if (Files.notExists(file)) {
			make(file);
		}
		this.key = new SecretKeySpec(HexFormat.of().parseHex(Files.readString(file).strip()), "HmacSHA256");
	}

	/**
	 * The digest of a text, 64 hexadecimal digits.
	 */
	public String of(String text) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(this.key);
			return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("HMAC-SHA-256 is missing from this Java", ex);
		}
	}

	private static void make(Path file) throws IOException {
		byte[] random = new byte[32];
		new SecureRandom().nextBytes(random);
		Path temporary = file.resolveSibling("." + UUID.randomUUID());
		Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.writeString(temporary, HexFormat.of().formatHex(random), StandardOpenOption.SYNC);
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

}
