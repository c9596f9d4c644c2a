package org.dsrhub.task;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.apache.commons.io.input.BoundedInputStream;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.WrongState;
import org.dsrhub.task.Progress.Staged;
import org.springframework.stereotype.Component;

/**
 * What was found for a request, as it would be released, while it waits in staging.
 */
@Component
public class StagedRecords {

	private final Requests requests;

	private final Tasks tasks;

	private final Staging staging;

	private final ObjectMapper json;

	StagedRecords(Requests requests, Tasks tasks, Staging staging, ObjectMapper json) {
		this.json = json;
		this.requests = requests;
		this.tasks = tasks;
		this.staging = staging;
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
			throw new WrongState("the request is closed; what was found is in its package, if it has one");
		}
		long skip = after;
		for (TaskRow task : this.tasks.of(request)) {
			if (!sources.contains(task.source()) || task.outcome() != Outcome.FOUND) {
				continue;
			}
			if (skip >= task.progress().found()) {
				skip -= task.progress().found();
				continue;
			}
			for (Staged staged : task.progress().staged()) {
				skip = read(this.staging.file(row.tenant(), request, task.source(), staged.attempt()), staged.bytes(),
						skip, limit, page);
			}
		}
		return page;
	}

	/**
	 * Which of these record ids are not among what was found.
	 */
	public List<String> missing(UUID request, Collection<String> ids) {
		Set<String> left = new LinkedHashSet<>(ids);
		RequestRow row = this.requests.get(request);
		if (row.state() != RequestState.AWAITING_DECISION) {
			// There is nothing to decide, which is for the decision to say.
			return List.of();
		}
		for (TaskRow task : left.isEmpty() ? List.<TaskRow>of() : this.tasks.of(request)) {
			for (Staged staged : task.progress().staged()) {
				lines(this.staging.file(row.tenant(), request, task.source(), staged.attempt()), staged.bytes(),
						(line) -> left.remove(tree(line).path("id").asText()));
			}
		}
		return List.copyOf(left);
	}

	/**
	 * Hands over each record that a task found.
	 */
	void each(RequestRow request, TaskRow task, Consumer<JsonNode> consumer) {
		for (Staged part : task.progress().staged()) {
			lines(this.staging.file(request.tenant(), request.id(), task.source(), part.attempt()), part.bytes(),
					(line) -> consumer.accept(tree(line)));
		}
	}

	/**
	 * Writes anew what was found by a task, without the records that a person left out.
	 * @return the file's path and what it holds
	 */
	public Released release(RequestRow request, TaskRow task) {
		Path file = this.staging.released(request.tenant(), request.id(), task.source());
		Tally tally = new Tally();
		try (BufferedWriter out = this.staging.write(file)) {
			for (Staged staged : task.progress().staged()) {
				lines(this.staging.file(request.tenant(), request.id(), task.source(), staged.attempt()),
						staged.bytes(), (line) -> {
							JsonNode item = tree(line);
							if (request.leftOut().contains(item.path("id").asText())) {
								tally.leftOut++;
								return;
							}
							tally.count++;
							tally.redactions += item.path("redactions").asLong();
							append(out, line);
						});
			}
			out.flush();
			return new Released(file, Files.size(file), tally.count, tally.redactions, tally.leftOut);
		}
		catch (IOException ex) {
			throw this.staging.fault(ex);
		}
	}

	private static final class Tally {

		private long count;

		private long redactions;

		private long leftOut;

	}

	/**
	 * What is released of a source.
	 */
	public record Released(Path file, long bytes, long count, long redactions, long leftOut) {
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

	private static void lines(Path file, long bytes, Consumer<String> consumer) {
		try (BufferedReader lines = open(file, bytes)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				consumer.accept(line);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static BufferedReader open(Path file, long bytes) throws IOException {
		return new BufferedReader(new InputStreamReader(
				BoundedInputStream.builder().setInputStream(Files.newInputStream(file)).setMaxCount(bytes).get(),
				StandardCharsets.UTF_8));
	}

	private static long read(Path file, long bytes, long skip, int limit, List<String> page) {
		if (page.size() >= limit || Files.notExists(file)) {
			return skip;
		}
		long left = skip;
		try (BufferedReader lines = open(file, bytes)) {
			for (String line = lines.readLine(); line != null && page.size() < limit; line = lines.readLine()) {
				if (left > 0) {
					left--;
				}
				else {
					page.add(line);
				}
			}
			return left;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
