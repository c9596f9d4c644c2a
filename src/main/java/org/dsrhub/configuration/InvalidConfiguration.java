package org.dsrhub.configuration;

import java.nio.file.Path;
import java.util.List;

/**
 * A configuration file that stops the start: names the file, and for each fault the line,
 * the field and what is expected there.
 */
public class InvalidConfiguration extends RuntimeException {

	public InvalidConfiguration(Path file, List<String> faults) {
		super("%s is not valid:%n  %s".formatted(file, String.join(System.lineSeparator() + "  ", faults)));
	}

	public InvalidConfiguration(String message) {
		super(message);
	}

}
