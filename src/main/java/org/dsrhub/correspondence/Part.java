package org.dsrhub.correspondence;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A file as the vendor sent it, or one inside of its ZIP file.
 *
 * @param content opened anew for each reading
 */
record Part(AnswerFile.Kind kind, Content content) {

	/**
	 * What is in it.
	 */
	@FunctionalInterface
	interface Content {

		InputStream open() throws IOException;

	}

	/**
	 * Hands over each of its records.
	 * @throws Unreadable if there are none for sure
	 * @throws IOException if it is broken
	 */
	void read(Consumer<JsonNode> consumer) throws IOException {
		try (InputStream file = this.content.open()) {
			switch (this.kind) {
				case JSON -> JsonAnswer.read(file, consumer);
				case CSV -> CsvAnswer.read(file, consumer);
				default -> throw new Unreadable("neither JSON nor CSV");
			}
		}
	}

}
