package org.dsrhub.observation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;

/**
 * A collector of traces that keeps what it gets, byte for byte.
 */
public final class Collector implements AutoCloseable {

	private final Queue<byte[]> got = new ConcurrentLinkedQueue<>();

	private final AtomicInteger refused = new AtomicInteger();

	private final HttpServer server;

	private volatile int status = 200;

	private Collector(HttpServer server) {
		this.server = server;
	}

	public static Collector start() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			Collector collector = new Collector(server);
			server.createContext("/v1/traces", collector::take);
			server.start();
			return collector;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What {@code hub.traces.endpoint} is to be.
	 */
	public String address() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/**
	 * Has it answer otherwise from now on; it keeps only what it answers 200 to.
	 */
	void answer(int status) {
		this.status = status;
	}

	/**
	 * How often it did not answer 200.
	 */
	int refused() {
		return this.refused.get();
	}

	/**
	 * Every byte that it got.
	 */
	public byte[] bytes() {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		this.got.forEach(all::writeBytes);
		return all.toByteArray();
	}

	public List<Got> spans() {
		return this.got.stream().flatMap((body) -> read(body).stream()).toList();
	}

	/**
	 * The spans of a trace.
	 */
	public List<Got> spans(String trace) {
		return spans().stream().filter((span) -> span.trace().equals(trace)).toList();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private void take(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			if (this.status == 200) {
				this.got.add(body);
			}
			else {
				this.refused.incrementAndGet();
			}
			exchange.sendResponseHeaders(this.status, -1);
		}
	}

	private static List<Got> read(byte[] body) {
		try {
			return ExportTraceServiceRequest.parseFrom(body)
				.getResourceSpansList()
				.stream()
				.flatMap((resource) -> resource.getScopeSpansList()
					.stream()
					.flatMap((scope) -> scope.getSpansList().stream())
					.map((span) -> got(span, attributes(resource.getResource().getAttributesList()))))
				.toList();
		}
		catch (InvalidProtocolBufferException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Got got(Span span, Map<String, String> resource) {
		return new Got(hex(span.getTraceId()), hex(span.getSpanId()), hex(span.getParentSpanId()), span.getName(),
				resource.get("service.instance.id"), span.getEndTimeUnixNano() - span.getStartTimeUnixNano(),
				span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT,
				span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR, attributes(span.getAttributesList()));
	}

	private static Map<String, String> attributes(List<KeyValue> list) {
		Map<String, String> attributes = new TreeMap<>();
		list.forEach((one) -> attributes.put(one.getKey(), text(one.getValue())));
		return attributes;
	}

	private static String text(AnyValue value) {
		return switch (value.getValueCase()) {
			case STRING_VALUE -> value.getStringValue();
			case INT_VALUE -> Long.toString(value.getIntValue());
			case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
			default -> value.toString();
		};
	}

	private static String hex(ByteString bytes) {
		return HexFormat.of().formatHex(bytes.toByteArray());
	}

	/**
	 * One span.
	 *
	 * @param parent empty for a root
	 * @param node which hub sent it
	 */
	public record Got(String trace, String id, String parent, String name, String node, long nanos, boolean call,
			boolean failed, Map<String, String> attributes) {
	}

}
