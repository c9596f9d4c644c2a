package org.dsrhub.correspondence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.Page;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;

/**
 * Files that a service gave otherwise than by mail; they are read by the same rules.
 */
public final class Delivery {

	private Delivery() {
	}

	/**
	 * A file.
	 *
	 * @param name in the folder, given by the hub
	 * @param called what the service called it
	 * @param type its media type, as far as the service said
	 */
	public record Item(String name, String called, String type) {
	}

	/**
	 * Looks through files and makes one page of them.
	 * @param theirs whether a record is the person's
	 * @param line takes what the evidence says of them
	 * @throws VendorFault if a part cannot be read, or the person is in none
	 * @throws IOException if a file is not there
	 */
	public static Page read(Path folder, List<Item> items, Predicate<JsonNode> theirs,
			Consumer<Map<String, Object>> line) throws IOException {
		if (items.isEmpty()) {
			throw VendorFault.retryable(Reason.INVALID_ANSWER, "the service gave no file", null);
		}
		Answer answer = Answer.look(folder,
				items.stream()
					.map((item) -> new AnswerFile(item.name(), AnswerFile.Kind.of(item.called(), item.type())))
					.toList(),
				theirs);
		line.accept(answer.line());
		answer.concern(false).ifPresent((concern) -> {
			throw VendorFault.terminal(Reason.INVALID_ANSWER,
					(concern == Concern.UNREADABLE) ? "the service gave files that the hub cannot read"
							: "the service gave records, and the person is in none of them");
		});
		return answer;
	}

}
