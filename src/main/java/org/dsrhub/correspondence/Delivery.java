package org.dsrhub.correspondence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.RequestRow;
import org.dsrhub.source.Page;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.SearchedByHand;
import org.dsrhub.task.Staging;

/**
 * Files that came otherwise than by mail; they are read by the same rules.
 */
public final class Delivery {

	private Delivery() {
	}

	/**
	 * Looks through files that a service gave about one person, and makes one page of
	 * them.
	 * @param theirs whether a record is the person's
	 * @param line takes what the evidence says of them
	 * @throws VendorFault if there is anything that is not for sure the person's record
	 * @throws IOException if a file is not there
	 */
	public static Page read(Path folder, List<AnswerFile> files, Predicate<JsonNode> theirs,
			Consumer<Map<String, Object>> line) throws IOException {
		if (files.isEmpty()) {
			throw VendorFault.retryable(Reason.INVALID_ANSWER, "the service gave no file", null);
		}
		Answer answer = Answer.look(folder, files, theirs);
		line.accept(answer.line());
		// Nothing else than this person's was asked for, so that nothing is passed over.
		if (answer.concern(false).isPresent() || answer.pictures() > 0 || answer.matched() < answer.records()) {
			throw VendorFault.terminal(Reason.INVALID_ANSWER,
					"the service gave files that the hub cannot read, or records that do not name the person");
		}
		return answer;
	}

	/**
	 * Makes one page of what a person found.
	 * @throws VendorFault if it is not all records that name the person
	 * @throws IOException if a file is not there
	 */
	public static Page found(Path folder, List<AnswerFile> files, Predicate<JsonNode> theirs) throws IOException {
		Answer answer = Answer.look(folder, files, theirs);
		if (!answer.unreadable().isEmpty() || answer.matched() == 0 || answer.matched() < answer.records()) {
			throw VendorFault.terminal(Reason.INVALID_ANSWER, "what a person attached does not name the subject");
		}
		return answer;
	}

	/**
	 * Keeps what a person attached in the request's staging.
	 * @param attachment its {@code name}, {@code contentType} and {@code content} in
	 * Base64
	 * @throws InvalidRequest if it is nothing that the hub can read
	 */
	public static AnswerFile keep(Staging staging, RequestRow request, String source, JsonNode attachment) {
		AnswerFile.Kind kind = AnswerFile.Kind.of(attachment.path("name").asText(),
				attachment.path("contentType").asText());
		if (!kind.data()) {
			throw SearchedByHand.attachment("must be JSON, CSV, or a ZIP file of such");
		}
		String name = "%s.mail.%s".formatted(source, UUID.randomUUID());
		staging.keep(request.tenant(), request.id(), name,
				new ByteArrayInputStream(Base64.getDecoder().decode(attachment.path("content").asText())));
		return new AnswerFile(name, kind);
	}

}
