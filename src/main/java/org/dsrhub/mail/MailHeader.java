package org.dsrhub.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;

/**
 * The header of a mail: its fields from the top, unfolded, otherwise as they came, a byte
 * a character.
 *
 * @param whole whether it was read to its end
 */
record MailHeader(List<Field> fields, boolean whole) {

	/**
	 * A field.
	 *
	 * @param name in lower case
	 */
	record Field(String name, String value) {

		boolean is(String other) {
			return this.name.equals(other);
		}

	}

	/**
	 * Reads the header of a file. A field that is beyond the limit is left out as a
	 * whole: half an address may be another one.
	 * @param limit in bytes
	 */
	static MailHeader of(Path eml, int limit) throws IOException, MessagingException {
		try (InputStream in = Files.newInputStream(eml)) {
			byte[] head = in.readNBytes(limit);
			boolean more = in.read() >= 0;
			ByteArrayInputStream rest = new ByteArrayInputStream(head);
			InternetHeaders lines = new InternetHeaders(rest);
			boolean whole = !more || rest.available() > 0;
			return new MailHeader(
					fields(whole ? lines : new InternetHeaders(new ByteArrayInputStream(head, 0, lastField(head)))),
					whole);
		}
	}

	static MailHeader of(InternetHeaders lines) {
		return new MailHeader(fields(lines), true);
	}

	private static List<Field> fields(InternetHeaders lines) {
		return Collections.list(lines.getAllHeaders())
			.stream()
			.map((line) -> new Field(line.getName().toLowerCase(Locale.ROOT),
					line.getValue().replace("\r", "").replace("\n", "").strip()))
			.toList();
	}

	private static int lastField(byte[] head) {
		int end = head.length - 1;
		while (end > 0 && (head[end - 1] != '\n' || head[end] == ' ' || head[end] == '\t')) {
			end--;
		}
		return end;
	}

	List<String> all(String name) {
		return this.fields.stream().filter((field) -> field.is(name)).map(Field::value).toList();
	}

	/**
	 * The topmost of that name.
	 */
	Optional<String> first(String name) {
		return all(name).stream().findFirst();
	}

	boolean has(String name) {
		return this.fields.stream().anyMatch((field) -> field.is(name));
	}

}
