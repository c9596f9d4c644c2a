package org.dsrhub.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the flows do besides calling: floor B's rows and files.
 */
record IntegrationSteps(FloorCalls calls, FloorFiles files, FloorRows rows) {

	FloorRequest begin(FloorRequest request) {
		return done(request, () -> this.files.outbox(request, request.receipt()));
	}

	List<URI> directory(FloorRequest request) {
		return this.calls.directory();
	}

	FloorRequest plan(FloorRequest request, Object answers) {
		request.identified(FloorCalls.entry(all(answers, JsonNode.class)));
		this.rows.planned(request);
		return request;
	}

	List<IntegrationReading> readings(FloorRequest request) {
		return FloorSource.ALL.stream()
			.map((source) -> new IntegrationReading(request, source, this.calls.call(source), List.of()))
			.toList();
	}

	IntegrationReading stage(IntegrationReading reading) {
		return done(reading, () -> this.files.stage(reading.request(), reading.source(), reading.records()));
	}

	/**
	 * All sources were read.
	 */
	void close(FloorRequest request, Object readings) {
		all(readings, IntegrationReading.class).stream()
			.sorted(Comparator.comparing((reading) -> FloorSource.ALL.indexOf(reading.source())))
			.forEach((reading) -> request.found(reading.source(), reading.records()));
		this.rows.collected(request);
		done(request, () -> {
			request.packaged(this.files.pack(request));
			this.rows.closed(request);
			this.files.removeStaging(request);
			this.files.outbox(request, request.result());
		});
	}

	private static <T> List<T> all(Object group, Class<T> type) {
		return ((Collection<?>) group).stream().map(type::cast).toList();
	}

	private static <T> T done(T subject, Step step) {
		try {
			step.run();
			return subject;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Step {

		void run() throws IOException;

	}

}
