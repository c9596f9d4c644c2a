package org.dsrhub.task;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.apache.commons.io.input.BoundedInputStream;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Requests;
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

	StagedRecords(Requests requests, Tasks tasks, Staging staging) {
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
			return page;
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

	private static long read(Path file, long bytes, long skip, int limit, List<String> page) {
		if (page.size() >= limit || Files.notExists(file)) {
			return skip;
		}
		long left = skip;
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(
				BoundedInputStream.builder().setInputStream(Files.newInputStream(file)).setMaxCount(bytes).get(),
				StandardCharsets.UTF_8))) {
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
