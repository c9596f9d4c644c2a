package org.dsrhub.tenant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.dsrhub.configuration.InvalidConfiguration;

/**
 * Where a secret is: {@code env:NAME}, an environment variable, or {@code file:/path}, a
 * file's content without the line end. Configuration files hold only references.
 */
public final class SecretReference {

	private SecretReference() {
	}

	/**
	 * The secret itself.
	 * @throws InvalidConfiguration naming the reference, if there is nothing there
	 */
	public static String resolve(String reference) {
		if (reference.startsWith("env:")) {
			String value = System.getenv(reference.substring(4));
			if (value == null || value.isEmpty()) {
				throw new InvalidConfiguration("the secret '%s' is missing: set the environment variable %s"
					.formatted(reference, reference.substring(4)));
			}
			return value;
		}
		try {
			return Files.readString(Path.of(reference.substring("file:".length()))).strip();
		}
		catch (IOException ex) {
			throw new InvalidConfiguration("the secret '%s' cannot be read".formatted(reference));
		}
	}

}
