package org.dsrhub.observation;

import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Names a span as it is to be named; OpenTelemetry would invent the names.
 */
class GivenIds implements IdGenerator {

	private final ThreadLocal<RequestSpan> span = new ThreadLocal<>();

	/**
	 * Has the spans that this thread starts meanwhile bear a span's names.
	 */
	void during(RequestSpan named, Runnable start) {
		this.span.set(named);
		try {
			start.run();
		}
		finally {
			this.span.remove();
		}
	}

	@Override
	public String generateTraceId() {
		return this.span.get().trace();
	}

	@Override
	public String generateSpanId() {
		return this.span.get().id();
	}

}
