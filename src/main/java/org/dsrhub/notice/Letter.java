package org.dsrhub.notice;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import org.dsrhub.configuration.TemplateFolder;

/**
 * A text for people, in plain text: an installation's own template of this name in
 * {@code config/templates/notice} takes the place of the built-in one.
 */
final class Letter {

	private final Template template;

	/**
	 * Reads the template.
	 * @throws com.samskivert.mustache.MustacheException if it is not well-formed
	 */
	Letter(Path config, String name) {
		TemplateFolder templates = new TemplateFolder(config.resolve("templates").resolve("notice"), "notice");
		try (Reader text = templates.open(name)) {
			this.template = Mustache.compiler()
				.escapeHTML(false)
				.withLoader(templates::open)
				.strictSections(true)
				.compile(text);
		}
		catch (IOException ex) {
			throw new IllegalStateException("the template %s cannot be read".formatted(name), ex);
		}
	}

	String write(Object view) {
		return this.template.execute(view).strip() + "\n";
	}

}
