package org.dsrhub.configuration;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Mustache templates of one kind: the installation's own, such as
 * {@code config/templates/notice/answer-declined.mustache}, and the built-in ones where
 * it has none.
 *
 * @param own where an installation keeps its own; need not exist
 * @param builtIn the folder's name among the built-in ones
 */
public record TemplateFolder(Path own, String builtIn) {

	/**
	 * Whether there is a template of this name.
	 */
	public boolean has(String name) {
		return Files.exists(mine(name)) || builtIn(name) != null;
	}

	/**
	 * Opens a template.
	 * @param name without {@code .mustache}
	 * @throws IOException if there is none, or it cannot be read
	 */
	public Reader open(String name) throws IOException {
		if (Files.exists(mine(name))) {
			return Files.newBufferedReader(mine(name));
		}
		URL text = builtIn(name);
		if (text == null) {
			throw new IOException("there is no template %s, built-in or in %s".formatted(name, this.own));
		}
		return new InputStreamReader(text.openStream(), StandardCharsets.UTF_8);
	}

	private Path mine(String name) {
		return this.own.resolve(name + ".mustache");
	}

	private URL builtIn(String name) {
		return TemplateFolder.class.getResource("/templates/%s/%s.mustache".formatted(this.builtIn, name));
	}

}
