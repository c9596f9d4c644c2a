package org.dsrhub.camel;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.dsrhub.change.Call;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.source.VendorStatus;
import org.dsrhub.task.Fulfilment;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Prepares the one call of a Kamelet that changes something, or reads what it changed,
 * and takes its answer. What is not understood is a fault, never a yes.
 */
@Component("vendorChange")
class VendorChange {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build();

	private static final int LARGEST_ITEM = 16 * 1024 * 1024;

	private final VendorCall calls;

	private final Clock clock;

	VendorChange(VendorCall calls, Clock clock) {
		this.calls = calls;
		this.clock = clock;
	}

	/**
	 * Reads the variables {@code fulfilment}, {@code call}, {@code api}, {@code version}
	 * before the path and {@code query}; sets the variable {@code endpoint}, the body and
	 * the message's headers, and waits for the call's turn.
	 * @throws VendorFault if the call cannot be made
	 */
	void open(Exchange exchange) throws IOException {
		Fulfilment fulfilment = exchange.getVariable("fulfilment", Fulfilment.class);
		Call call = exchange.getVariable("call", Call.class);
		URI service = VendorCall.needed(exchange, fulfilment.tenant());
		this.calls.prepare(exchange, fulfilment.tenant(), call.method().name(), target(service, exchange, call));
		if (call.body() != null) {
			exchange.getMessage().setBody(JSON.writeValueAsBytes(call.body()));
			exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
		}
		fulfilment.turn();
	}

	/**
	 * Hands the answer over. After a refused token nothing is handed over, and the call
	 * comes once more, with a new one.
	 * @throws VendorFault if the answer is none that can be understood
	 */
	void take(Exchange exchange) throws IOException {
		Fulfilment fulfilment = exchange.getVariable("fulfilment", Fulfilment.class);
		Call call = exchange.getVariable("call", Call.class);
		Message message = exchange.getMessage();
		int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
		ServiceLimits limits = ServiceLimits.of(message.getHeaders(), this.clock.instant());
		try (InputStream body = VendorAnswer.body(message, fulfilment.tenant())) {
			if (status == 401 && fulfilment.renew()) {
				this.calls.renew(exchange, fulfilment.tenant());
				fulfilment.heard(limits);
				return;
			}
			String correlation = message.getHeader("x-ms-correlation-request-id", String.class);
			if (status == 404) {
				absent(fulfilment, call, body.readNBytes(LARGEST_ITEM), correlation);
				fulfilment.heard(limits);
				return;
			}
			boolean done = status == 200
					|| (call.method() != Call.Method.GET && (status == 201 || status == 202 || status == 204));
			if (!done) {
				throw fault(status, message);
			}
			fulfilment.answered(call, status, (call.method() == Call.Method.GET) ? read(body) : null, correlation);
			fulfilment.heard(limits);
		}
		finally {
			Leftovers.clear(exchange);
		}
	}

	/**
	 * That there is no such thing is an answer only if the service says it of the thing
	 * itself; a subscription that cannot be found says nothing of what is in it.
	 */
	private static void absent(Fulfilment fulfilment, Call call, byte[] body, String correlation) {
		String code = code(body);
		boolean thing = call.method() == Call.Method.GET || call.method() == Call.Method.DELETE;
		if (!thing || !code.endsWith("NotFound") || code.startsWith("Subscription")) {
			throw VendorFault.terminal(Reason.NOT_FOUND, "HTTP 404 that does not say that the record is gone");
		}
		fulfilment.answered(call, 404, null, correlation);
	}

	private static String code(byte[] body) {
		try {
			return Optional.of(JSON.readTree(body).at("/error/code").asText())
				.filter((code) -> !code.isEmpty())
				.orElseThrow(() -> new IOException("no code"));
		}
		catch (IOException ex) {
			throw VendorFault.retryable(Reason.INVALID_ANSWER, "HTTP 404 without an error of the service's", null);
		}
	}

	private VendorFault fault(int status, Message message) {
		if (status == 409 || status == 412) {
			// Somebody else is changing it, too: read it again and go on from there.
			return VendorFault.retryable(Reason.BUSY, "HTTP " + status, null);
		}
		return VendorStatus.fault(status, message.getHeader("Retry-After", String.class), this.clock.instant())
			.orElseGet(() -> VendorFault.terminal(Reason.INVALID_ANSWER, "HTTP " + status));
	}

	private static JsonNode read(InputStream body) throws IOException {
		try {
			JsonNode item = JSON.readTree(body.readNBytes(LARGEST_ITEM));
			if (item == null || !item.isObject()) {
				throw VendorFault.retryable(Reason.INVALID_ANSWER, "the answer is no object", null);
			}
			return item;
		}
		catch (JacksonException ex) {
			// The parser's message quotes the answer, which may hold personal data.
			throw VendorFault.retryable(Reason.INVALID_ANSWER, "the answer is not whole JSON", null);
		}
	}

	private static URI target(URI service, Exchange exchange, Call call) {
		int query = call.path().indexOf('?');
		String path = (query < 0) ? call.path() : call.path().substring(0, query);
		UriComponentsBuilder builder = UriComponentsBuilder.fromUri(service)
			.path(exchange.getVariable("version", "", String.class))
			.path(path);
		Optional.of(exchange.getVariable("query", "", String.class))
			.filter((text) -> !text.isBlank())
			.ifPresent(builder::query);
		if (query >= 0) {
			builder.query(call.path().substring(query + 1));
		}
		return builder.encode().build().toUri();
	}

}
