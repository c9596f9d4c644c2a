package org.dsrhub.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One file of the torture set and what its table, {@code expected.txt}, says of it.
 *
 * @param expected the cells of its line behind the file's name
 */
record TortureCase(Path file, List<String> expected) {

	/**
	 * The cases of one format; each file has a line in the table and each line a file.
	 */
	static List<TortureCase> of(String format) {
		Path folder = Path.of("src/test/resources/torture", format);
		try (var files = Files.list(folder)) {
			List<TortureCase> cases = new ArrayList<>();
			for (String line : Files.readAllLines(folder.resolve("expected.txt"))) {
				if (!line.startsWith("#")) {
					List<String> cells = List.of(line.split(" *\\| *", -1));
					cases.add(new TortureCase(folder.resolve(cells.get(0)), cells.subList(1, cells.size())));
				}
			}
			if (files.count() != cases.size() + 1) {
				throw new IllegalStateException("a file without a line in " + folder.resolve("expected.txt"));
			}
			return cases;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return this.file.getFileName().toString();
	}

	/**
	 * How the requests of the file are called.
	 */
	String reference() {
		return name().substring(0, name().lastIndexOf('.')).replace('_', '-');
	}

	byte[] content() {
		try {
			return Files.readAllBytes(this.file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether it can be one line of an NDJSON file.
	 */
	boolean isLine() {
		String text = new String(content(), StandardCharsets.ISO_8859_1);
		return !text.isBlank() && text.indexOf('\n') < 0 && text.indexOf('\r') < 0
				&& !text.startsWith("\u00EF\u00BB\u00BF");
	}

	@Override
	public String toString() {
		return name();
	}

}
