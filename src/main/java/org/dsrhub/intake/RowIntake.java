package org.dsrhub.intake;

import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.database.Transactions;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.ReferenceConflict;
import org.dsrhub.request.Registrar;
import org.dsrhub.request.RequestDocument;
import org.dsrhub.request.RequestReader;
import org.springframework.stereotype.Component;

/**
 * Takes rows of an inbox file: their requests and their results are written in one
 * transaction, so that neither exists without the other.
 */
@Component
class RowIntake {

	private final RequestReader reader;

	private final Registrar registrar;

	private final TakenFiles files;

	private final Transactions transactions;

	RowIntake(RequestReader reader, Registrar registrar, TakenFiles files, Transactions transactions) {
		this.reader = reader;
		this.registrar = registrar;
		this.files = files;
		this.transactions = transactions;
	}

	/**
	 * Reads a row; what is wrong with it becomes its errors.
	 */
	Entry read(long number, Row row, Rows rows, Filer filer) {
		try {
			return new Entry(number, row.line(), document(row, filer), null);
		}
		catch (InvalidRequest ex) {
			return new Entry(number, row.line(), null, errors(row, rows, ex.errors()));
		}
	}

	/**
	 * Takes rows; a bad one does not undo the good ones.
	 * @throws LeaseLost if another node is taking the file now
	 */
	void take(UUID file, List<Entry> entries, Filer filer) {
		this.transactions.run(() -> {
			this.files.hold(file);
			entries.stream()
				.filter((entry) -> !this.files.taken(file, entry.number()))
				.forEach((entry) -> take(file, entry, filer));
			return entries.size();
		});
	}

	private void take(UUID file, Entry entry, Filer filer) {
		if (entry.document() == null) {
			this.files.record(file, entry.number(), null, entry.errors());
			return;
		}
		try {
			UUID receipt = this.registrar.register(entry.document(), filer.door(), filer.caller()).id();
			this.files.record(file, entry.number(), receipt, null);
		}
		catch (ReferenceConflict ex) {
			this.files.record(file, entry.number(), null,
					json(List.of(new RowError(entry.line(), "reference",
							"is already used for a request with other content; use another one",
							entry.document().reference()))));
		}
	}

	private RequestDocument document(Row row, Filer filer) {
		if (row.fault() != null) {
			throw new InvalidRequest(List.of(row.fault()));
		}
		JsonNode tenant = row.document().path("tenant");
		if (tenant.isTextual() && !filer.caller().mayEnter(tenant.textValue())) {
			throw new InvalidRequest(
					List.of(new FieldError("tenant", "must be the tenant to whose folder or mailbox it came")));
		}
		if (filer.receivedAt() != null && row.document() instanceof ObjectNode fields && !fields.has("receivedAt")) {
			fields.put("receivedAt", filer.receivedAt().toString());
		}
		return this.reader.read(row.document());
	}

	private static String errors(Row row, Rows rows, List<FieldError> errors) {
		String reference = reference(row.document());
		List<RowError> lines = errors.stream()
			.map((error) -> new RowError(row.line(), rows.field(error.field()), error.message(), reference))
			.toList();
		return json(lines);
	}

	private static String json(List<RowError> lines) {
		try {
			return StrictJson.MAPPER.writeValueAsString(lines);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("the errors cannot be written as JSON", ex);
		}
	}

	private static String reference(JsonNode document) {
		String reference = (document != null) ? document.path("reference").asText("") : "";
		return reference.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}") ? reference : null;
	}

	/**
	 * A row that was read: its request, or its errors as JSON.
	 */
	record Entry(long number, long line, RequestDocument document, String errors) {
	}

	/**
	 * One line of the error report.
	 */
	record RowError(long line, String field, String message, String reference) {
	}

}
