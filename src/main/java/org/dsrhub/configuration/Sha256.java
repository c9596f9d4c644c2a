package org.dsrhub.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 in lower-case hex, as manifests, rows and evidence show it.
 */
public final class Sha256 {

	private Sha256() {
	}

	/**
	 * The digest of a file, read in pieces.
	 */
	public static String of(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return of(in);
		}
	}

	/**
	 * The digest of all that a stream still gives; does not close it.
	 */
	public static String of(InputStream in) throws IOException {
		MessageDigest digest = digest();
		in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
		return hex(digest);
	}

	/**
	 * The digest of a text's UTF-8.
	 */
	public static String of(String text) {
		return of(text.getBytes(StandardCharsets.UTF_8));
	}

	public static String of(byte[] bytes) {
		return HexFormat.of().formatHex(digest().digest(bytes));
	}

	/**
	 * A new digest.
	 */
	public static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

	/**
	 * What was digested, in hex; begins the digest anew.
	 */
	public static String hex(MessageDigest digest) {
		return HexFormat.of().formatHex(digest.digest());
	}

}
