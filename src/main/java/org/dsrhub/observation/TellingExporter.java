package org.dsrhub.observation;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that the collector does not take the spans, and once that it does again.
 */
class TellingExporter implements SpanExporter {

	private static final Logger log = LoggerFactory.getLogger(TellingExporter.class);

	private final SpanExporter exporter;

	private final String target;

	private final AtomicBoolean away = new AtomicBoolean();

	TellingExporter(SpanExporter exporter, String target) {
		this.exporter = exporter;
		this.target = target;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		CompletableResultCode result = this.exporter.export(spans);
		return result.whenComplete(() -> tell(result.isSuccess()));
	}

	private void tell(boolean taken) {
		if (this.away.compareAndSet(taken, !taken)) {
			if (taken) {
				log.info("event=traces-sent-again collector={}", this.target);
			}
			else {
				log.warn("event=traces-not-sent collector={} advice=\"requests go on; what they do is not traced\"",
						this.target);
			}
		}
	}

	@Override
	public CompletableResultCode flush() {
		return this.exporter.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.exporter.shutdown();
	}

}
