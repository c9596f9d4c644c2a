package org.dsrhub.task;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.record.DataField;
import org.dsrhub.record.ReleasedRecord;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.LeftOut;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.WrongState;
import org.dsrhub.source.Source;
import org.dsrhub.task.Progress.Staged;
import org.springframework.stereotype.Component;

/**
 * What was found for a request, as it would be released, while it waits in staging.
 */
@Component
public class StagedRecords {

	private static final Set<RequestState> FOUND = Set.of(RequestState.AWAITING_DECISION, RequestState.FULFILLING,
			RequestState.PACKAGING);

	private static final String CLOSED = "the request is closed; what was found is in its package, if it has one";

	private final Requests requests;

	private final Tasks tasks;

	private final Staging staging;

	private final Classifications classifications;

	private final ObjectMapper json;

	StagedRecords(Requests requests, Tasks tasks, Staging staging, Classifications classifications, ObjectMapper json) {
		this.requests = requests;
		this.tasks = tasks;
		this.staging = staging;
		this.classifications = classifications;
		this.json = json;
	}

	/**
	 * A page of records, one JSON document each, source by source.
	 * @param sources of these only
	 * @param after how many of them come before
	 */
	public List<String> page(UUID request, Set<String> sources, long after, int limit) {
		RequestRow row = this.requests.get(request);
		List<String> page = new ArrayList<>();
		if (row.state().closed()) {
			throw new WrongState(CLOSED);
		}
		long skip = after;
		for (TaskRow task : this.tasks.of(request)) {
			if (!sources.contains(Source.file(task.source()))
					|| !shown(row.state(), task.outcome(), task.progress().found())) {
				continue;
			}
			if (skip >= task.progress().found()) {
				skip -= task.progress().found();
				continue;
			}
			List<String> lines = new ArrayList<>();
			for (Staged staged : task.progress().staged()) {
				skip = read(file(row, task, staged), staged.bytes(), skip, limit - page.size(), lines);
			}
			Map<String, String> labels = this.classifications.of(row.tenant(), task.source(), null);
			lines.forEach((line) -> page.add(labels.isEmpty() ? line : labelled(line, labels)));
		}
		return page;
	}

	/**
	 * Whether what a task found is there to be looked at: not before its source was read
	 * to the end, and not if that failed. A task that is to change what it found has no
	 * outcome yet, or says that what it found is kept.
	 */
	static boolean shown(RequestState state, Outcome outcome, long found) {
		return found > 0 && outcome != Outcome.FAILED && (outcome != null || FOUND.contains(state));
	}

	/**
	 * Hands over each record that a task found.
	 */
	void each(RequestRow request, TaskRow task, Consumer<JsonNode> consumer) {
		for (Staged staged : task.progress().staged()) {
			lines(file(request, task, staged), staged.bytes(), (line) -> consumer.accept(tree(line)));
		}
	}

	/**
	 * What is wrong with leaving these out: records that were not found, fields that they
	 * do not have.
	 */
	public List<FieldError> faults(UUID request, List<LeftOut> leaveOut) {
		RequestRow row = this.requests.get(request);
		if (leaveOut.isEmpty() || row.state() != RequestState.AWAITING_DECISION) {
			// There is nothing to decide, which is for the decision to say.
			return List.of();
		}
		LeftOutCheck check = new LeftOutCheck(leaveOut);
		look(row, leaveOut.stream().map(LeftOut::record).collect(Collectors.toUnmodifiableSet()), check::take);
		return check.faults();
	}

	/**
	 * The source of a record that was found; empty if it was not.
	 * @throws WrongState if the request is closed, and nothing left of what was found
	 */
	public Optional<String> sourceOf(UUID request, String id) {
		RequestRow row = this.requests.get(request);
		if (row.state().closed()) {
			throw new WrongState(CLOSED);
		}
		AtomicReference<String> source = new AtomicReference<>();
		look(row, Set.of(id), (item) -> source.set(item.path("source").asText()));
		return Optional.ofNullable(source.get());
	}

	/**
	 * Writes anew what was found by a task, without the records and fields that a person
	 * left out, and classified as it was when packaging began.
	 * @return the file's path and what it holds; empty where all is released as it was
	 * found
	 */
	public Optional<Released> release(RequestRow request, TaskRow task) {
		Map<String, String> labels = this.classifications.of(request.tenant(), task.source(), request.packagedAt());
		if (labels.isEmpty() && request.leftOut().isEmpty() && request.leftOutFields().isEmpty()) {
			return Optional.empty();
		}
		Path file = this.staging.released(request.tenant(), request.id(), task.source());
		Tally tally = new Tally();
		try (BufferedWriter out = this.staging.write(file)) {
			for (Staged staged : task.progress().staged()) {
				lines(file(request, task, staged), staged.bytes(), (line) -> {
					JsonNode item = tree(line);
					String id = item.path("id").asText();
					if (request.leftOut().contains(id)) {
						tally.leftOut++;
						return;
					}
					Set<JsonPointer> fields = request.leftOutFields()
						.getOrDefault(id, Set.of())
						.stream()
						.flatMap((field) -> DataField.find(item.path("data"), field).stream())
						.collect(Collectors.toUnmodifiableSet());
					tally.count++;
					tally.redactions += item.path("redactions").asLong();
					tally.leftOutFields += fields.size();
					append(out, (fields.isEmpty() && !labels.containsKey(id)) ? line
							: ReleasedRecord.of(line, fields, labels.get(id)));
				});
			}
			out.flush();
			return Optional.of(new Released(file, Files.size(file), tally.count, tally.redactions, tally.leftOut,
					tally.leftOutFields));
		}
		catch (IOException ex) {
			throw this.staging.fault(ex);
		}
	}

	private static final class Tally {

		private long count;

		private long redactions;

		private long leftOut;

		private long leftOutFields;

	}

	/**
	 * What is released of a source.
	 */
	public record Released(Path file, long bytes, long count, long redactions, long leftOut, long leftOutFields) {
	}

	private String labelled(String line, Map<String, String> labels) {
		String label = labels.get(tree(line).path("id").asText());
		return (label != null) ? ReleasedRecord.of(line, Set.of(), label) : line;
	}

	private JsonNode tree(String line) {
		try {
			return this.json.readTree(line);
		}
		catch (IOException ex) {
			// Jackson's message would quote the record.
			throw new IllegalStateException("a staged record cannot be read");
		}
	}

	private void append(BufferedWriter out, String line) {
		try {
			out.write(line);
			out.write('\n');
		}
		catch (IOException ex) {
			throw this.staging.fault(ex);
		}
	}

	/**
	 * Looks for records among all that was found and is still there.
	 */
	private void look(RequestRow request, Set<String> ids, Consumer<JsonNode> consumer) {
		for (TaskRow task : this.tasks.of(request.id())) {
			for (Staged staged : task.progress().staged()) {
				Path file = file(request, task, staged);
				if (Files.exists(file)) {
					look(file, staged.bytes(), ids, consumer);
				}
			}
		}
	}

	private void look(Path file, long bytes, Set<String> ids, Consumer<JsonNode> consumer) {
		try (StagedLines lines = new StagedLines(file, bytes)) {
			for (byte[] line = lines.next(); line != null; line = lines.next()) {
				if (ids.contains(id(line))) {
					consumer.accept(tree(new String(line, StandardCharsets.UTF_8)));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A record's id, which is written before its data, so that those are not read.
	 */
	private String id(byte[] line) throws IOException {
		try (JsonParser record = this.json.createParser(line)) {
			record.nextToken();
			while (record.nextToken() == JsonToken.FIELD_NAME) {
				boolean found = record.currentName().equals("id");
				record.nextToken();
				if (found) {
					return record.getText();
				}
				record.skipChildren();
			}
		}
		catch (JsonProcessingException ex) {
			// Jackson's message would quote the record.
			throw new IllegalStateException("a staged record cannot be read");
		}
		throw new IllegalStateException("a staged record has no id");
	}

	private Path file(RequestRow request, TaskRow task, Staged staged) {
		return this.staging.file(request.tenant(), request.id(), task.source(), staged.attempt());
	}

	private static void lines(Path file, long bytes, Consumer<String> consumer) {
		try (StagedLines lines = new StagedLines(file, bytes)) {
			for (byte[] line = lines.next(); line != null; line = lines.next()) {
				consumer.accept(new String(line, StandardCharsets.UTF_8));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long read(Path file, long bytes, long skip, int limit, List<String> page) {
		if (page.size() >= limit || Files.notExists(file)) {
			return skip;
		}
		try (StagedLines lines = new StagedLines(file, bytes)) {
			long left = skip - lines.skip(skip);
			for (byte[] line; page.size() < limit && (line = lines.next()) != null;) {
				page.add(new String(line, StandardCharsets.UTF_8));
			}
			return left;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
