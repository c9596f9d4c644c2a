package org.dsrhub.packaging;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import org.dsrhub.configuration.TemplateFolder;

/**
 * The page of a package for a person, {@code index.html}: needs no script, no other file
 * and no network. An installation's own {@code index.mustache} or {@code value.mustache}
 * in {@code config/templates/package} takes the place of the built-in one.
 */
final class PackagePage {

	private final Template template;

	PackagePage(Path overrides) {
		TemplateFolder templates = new TemplateFolder(overrides, "package");
		Mustache.Compiler compiler = Mustache.compiler()
			.withEscaper(PageText::escape)
			.withLoader(templates::open)
			.strictSections(true);
		try (Reader index = templates.open("index")) {
			this.template = compiler.compile(index);
		}
		catch (IOException ex) {
			throw new IllegalStateException("the template of the package's page cannot be read", ex);
		}
	}

	void write(PackageContent content, OutputStream out) throws IOException {
		Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
		try {
			this.template.execute(PageView.of(content), writer);
		}
		catch (MustacheException ex) {
			if (ex.getCause() instanceof IOException disk) {
				throw disk;
			}
			throw ex;
		}
		writer.flush();
	}

}
