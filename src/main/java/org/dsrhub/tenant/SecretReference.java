package org.dsrhub.tenant;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.dsrhub.configuration.InvalidConfiguration;

/**
 * Where a secret is: {@code env:NAME}, an environment variable, or {@code file:/path}, a
 * file's content without the line end. Configuration files hold only references.
 */
public final class SecretReference {

	private static final String FILE = "file:";

	private SecretReference() {
	}

	/**
	 * The secret itself.
	 * @throws InvalidConfiguration naming the reference, if there is nothing there
	 */
	public static String resolve(String reference) {
		return new String(bytes(reference), StandardCharsets.UTF_8).strip();
	}

	/**
	 * The secret as it is, for what is no text.
	 * @throws InvalidConfiguration naming the reference, if there is nothing there
	 */
	static byte[] bytes(String reference) {
		if (!reference.startsWith(FILE)) {
			String name = reference.substring("env:".length());
			String value = System.getenv(name);
			if (value == null || value.isEmpty()) {
				throw new InvalidConfiguration(
						"the secret '%s' is missing: set the environment variable %s".formatted(reference, name));
			}
			return value.getBytes(StandardCharsets.UTF_8);
		}
		try {
			return Files.readAllBytes(Path.of(reference.substring(FILE.length())));
		}
		catch (IOException ex) {
			throw new InvalidConfiguration("the secret '%s' cannot be read".formatted(reference));
		}
	}

}
