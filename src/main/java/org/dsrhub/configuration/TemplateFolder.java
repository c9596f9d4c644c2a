package org.dsrhub.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
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
	 * Opens a template.
	 * @param name without {@code .mustache}
	 * @throws IOException if there is none, or it cannot be read
	 */
	public Reader open(String name) throws IOException {
		Path mine = this.own.resolve(name + ".mustache");
		if (Files.exists(mine)) {
			return Files.newBufferedReader(mine);
		}
		InputStream in = TemplateFolder.class
			.getResourceAsStream("/templates/%s/%s.mustache".formatted(this.builtIn, name));
		if (in == null) {
			throw new IOException("there is no template %s, built-in or in %s".formatted(name, this.own));
		}
		return new InputStreamReader(in, StandardCharsets.UTF_8);
	}

}
