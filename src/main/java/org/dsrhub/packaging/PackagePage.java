package org.dsrhub.packaging;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;

/**
 * The page of a package for a person, {@code index.html}: needs no script, no other file
 * and no network. An installation's own {@code index.mustache} or {@code value.mustache}
 * in {@code config/templates/package} takes the place of the built-in one.
 */
final class PackagePage {

	private final Path overrides;

	private final Template template;

	PackagePage(Path overrides) {
		this.overrides = overrides;
		Mustache.Compiler compiler = Mustache.compiler()
			.withEscaper(PageText::escape)
			.withLoader(this::open)
			.strictSections(true);
		try (Reader index = open("index")) {
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

	private Reader open(String name) throws IOException {
		Path own = this.overrides.resolve(name + ".mustache");
		if (Files.exists(own)) {
			return Files.newBufferedReader(own);
		}
		String builtIn = "/templates/package/" + name + ".mustache";
		InputStream in = PackagePage.class.getResourceAsStream(builtIn);
		if (in == null) {
			throw new IOException("there is no template %s, built-in or in %s".formatted(name, this.overrides));
		}
		return new InputStreamReader(in, StandardCharsets.UTF_8);
	}

}
