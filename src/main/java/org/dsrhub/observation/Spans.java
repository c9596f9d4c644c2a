package org.dsrhub.observation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import org.dsrhub.configuration.HubProperties;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Sends spans to the collector, in the background and a second later. While the collector
 * is away, or slower than the hub, spans are dropped; nobody waits for them.
 */
@Component
@TracesOn
public class Spans implements DisposableBean {

	private static final int QUEUE = 8192;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final GivenIds ids = new GivenIds();

	private final double share;

	private final SdkTracerProvider provider;

	private final Tracer tracer;

	Spans(TracesProperties traces, HubProperties hub) {
		this.share = traces.share();
		this.provider = SdkTracerProvider.builder()
			.setIdGenerator(this.ids)
			.setResource(Resource.create(
					Attributes.builder().put("service.name", "dsr-hub").put("service.instance.id", hub.node()).build()))
			.addSpanProcessor(BatchSpanProcessor
				.builder(new TellingExporter(OtlpHttpSpanExporter.builder()
					.setEndpoint(traces.target())
					.setConnectTimeout(PATIENCE)
					.setTimeout(PATIENCE)
					.build(), traces.target()))
				.setScheduleDelay(Duration.ofSeconds(1))
				.setMaxQueueSize(QUEUE)
				.build())
			.build();
		this.tracer = this.provider.get("org.dsrhub");
	}

	/**
	 * Adds a span to its request's trace, if that request is traced.
	 */
	public void add(RequestSpan span) {
		if (span.within(this.share)) {
			this.ids.during(span, () -> make(span));
		}
	}

	private void make(RequestSpan span) {
		SpanBuilder builder = this.tracer.spanBuilder(span.name())
			.setParent(parent(span))
			.setSpanKind(span.call() ? SpanKind.CLIENT : SpanKind.INTERNAL)
			.setStartTimestamp(span.from());
		span.attributes().forEach((key, value) -> {
			if (value instanceof Boolean truth) {
				builder.setAttribute(key, truth);
			}
			else if (value instanceof Number number) {
				builder.setAttribute(AttributeKey.longKey(key), number.longValue());
			}
			else {
				builder.setAttribute(key, value.toString());
			}
		});
		Span made = builder.startSpan();
		if (span.failed()) {
			made.setStatus(StatusCode.ERROR);
		}
		made.end(span.to());
	}

	private static Context parent(RequestSpan span) {
		return (span.parent() == null) ? Context.root() : Context.root()
			.with(Span.wrap(
					SpanContext.create(span.trace(), span.parent(), TraceFlags.getSampled(), TraceState.getDefault())));
	}

	/**
	 * Sends what is left, for as long as that may take.
	 */
	@Override
	public void destroy() {
		this.provider.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
	}

}
