package org.dsrhub.intake;

import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.database.Transactions;
import org.dsrhub.request.Door;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.ReferenceConflict;
import org.dsrhub.request.Registrar;
import org.dsrhub.request.RequestDocument;
import org.dsrhub.request.RequestReader;
import org.dsrhub.security.Caller;
import org.springframework.stereotype.Component;

/**
 * Takes one row of an inbox file: its request and its result are written in one
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

	void take(UUID file, long number, Row row, Rows rows, Caller caller) {
		try {
			RequestDocument document = read(row, caller);
			this.transactions.run(() -> {
				if (!this.files.taken(file, number)) {
					UUID receipt = this.registrar.register(document, Door.INBOX, caller).id();
					this.files.record(file, number, receipt, null);
				}
				return number;
			});
		}
		catch (InvalidRequest ex) {
			refuse(file, number, errors(row, rows, ex.errors()));
		}
		catch (ReferenceConflict ex) {
			refuse(file, number, errors(row, rows, List
				.of(new FieldError("reference", "is already used for a request with other content; use another one"))));
		}
	}

	private RequestDocument read(Row row, Caller caller) {
		if (row.fault() != null) {
			throw new InvalidRequest(List.of(row.fault()));
		}
		BrokenText.in(row.document()).ifPresent((error) -> {
			throw new InvalidRequest(List.of(error));
		});
		JsonNode tenant = row.document().path("tenant");
		if (tenant.isTextual() && !caller.mayEnter(tenant.textValue())) {
			throw new InvalidRequest(
					List.of(new FieldError("tenant", "must be the tenant whose folder the file is in")));
		}
		return this.reader.read(row.document());
	}

	private void refuse(UUID file, long number, String errors) {
		this.transactions.run(() -> {
			if (!this.files.taken(file, number)) {
				this.files.record(file, number, null, errors);
			}
			return number;
		});
	}

	private static String errors(Row row, Rows rows, List<FieldError> errors) {
		String reference = reference(row.document());
		List<RowError> lines = errors.stream()
			.map((error) -> new RowError(row.line(), rows.field(error.field()), error.message(), reference))
			.toList();
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
	 * One line of the error report.
	 */
	record RowError(long line, String field, String message, String reference) {
	}

}
