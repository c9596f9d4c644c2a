package org.dsrhub.camel;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.dsrhub.operation.Report;
import org.dsrhub.operation.Report.Said;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.source.VendorStatus;
import org.springframework.stereotype.Component;

/**
 * The steps of the Kamelets that tell a service to begin something, and ask how far it
 * is. An answer may hold the address that the service writes to: nothing of it is kept
 * but its state and a code.
 */
@Component("operationCall")
class OperationCalls {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private static final int LARGEST = 1 << 20;

	/** What Azure calls the place of an operation, the one that tells most first. */
	private static final List<String> PLACES = List.of("Azure-AsyncOperation", "Operation-Location", "Location");

	/** Words without blanks or numbers name nobody. */
	private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z_]{1,63}");

	private final VendorCall calls;

	private final Clock clock;

	OperationCalls(VendorCall calls, Clock clock) {
		this.calls = calls;
		this.clock = clock;
	}

	/**
	 * Readies the call that begins something. Reads the variables {@code api},
	 * {@code application}, {@code apiVersion}, {@code path}, {@code query} and
	 * {@code content}, the body with its placeholders.
	 * @throws VendorFault if the call cannot be made
	 */
	void begin(Exchange exchange) throws IOException {
		OperationFetch fetch = fetch(exchange);
		String content = exchange.getVariable("content", "", String.class);
		byte[] body = content.isBlank() ? null
				: JSON.writeValueAsBytes(new BodyTemplate(fetch.values(), fetch.identifiers()).fill(content));
		api(exchange);
		this.calls.ready(exchange, "POST", null);
		if (body != null) {
			exchange.getMessage().setBody(body);
			exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
		}
	}

	/**
	 * Takes the answer to it, and from it the operation's place: a header, or what the
	 * variable {@code id} points to. After a refused token nothing is handed over, and
	 * the call comes once more, with a new one.
	 * @throws VendorFault if the service has not begun
	 */
	void begun(Exchange exchange) throws IOException {
		OperationFetch fetch = fetch(exchange);
		Message message = exchange.getMessage();
		int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
		Optional<Instant> wish = VendorStatus.notBefore(message.getHeader("Retry-After", String.class),
				this.clock.instant());
		try (InputStream body = VendorAnswer.body(message, fetch.tenant())) {
			if (status == 401 && fetch.renew()) {
				this.calls.renew(exchange, fetch.tenant());
				fetch.answered(limits(message));
				return;
			}
			if (!List.of(200, 201, 202, 204).contains(status)) {
				throw fault(status, message);
			}
			String id = exchange.getVariable("id", "", String.class);
			Optional<String> place = id.isBlank() ? PLACES.stream()
				.flatMap((name) -> Stream.ofNullable(message.getHeader(name, String.class)))
				.findFirst() : Optional.of(text(read(body), id));
			if (id.isBlank() && place.isPresent()) {
				this.calls.check(exchange, fetch.tenant(), place.get());
			}
			fetch.begun(place.orElse(null), wish.orElse(null));
			fetch.answered(limits(message));
		}
		finally {
			Leftovers.clear(exchange);
		}
	}

	/**
	 * Readies the call that asks how far it is: at the variable {@code path}, or where
	 * that is empty at the place that the service named.
	 * @throws VendorFault if the call may not or cannot be made
	 */
	void ask(Exchange exchange) {
		boolean own = !exchange.getVariable("path", "", String.class).isBlank();
		String place = own ? null : fetch(exchange).address();
		api(exchange);
		this.calls.ready(exchange, "GET", place);
	}

	/**
	 * Takes the answer to it. The variable {@code state} points to the word that says how
	 * far it is, {@code complete} and {@code failed} list such words, any other one means
	 * that it goes on; {@code code} points to why it failed. Without {@code state} it
	 * goes on as long as the service answers 202.
	 * @throws VendorFault if the answer is none that can be understood
	 */
	void answered(Exchange exchange) throws IOException {
		OperationFetch fetch = fetch(exchange);
		Message message = exchange.getMessage();
		int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
		Instant wish = VendorStatus.notBefore(message.getHeader("Retry-After", String.class), this.clock.instant())
			.orElse(null);
		try (InputStream body = VendorAnswer.body(message, fetch.tenant())) {
			if (status == 401 && fetch.renew()) {
				this.calls.renew(exchange, fetch.tenant());
				fetch.answered(limits(message));
				return;
			}
			String state = exchange.getVariable("state", "", String.class);
			if (status == 202 && state.isBlank()) {
				fetch.answered(new Report(Said.UNFINISHED, null, wish));
				fetch.answered(limits(message));
				return;
			}
			if (status == 404) {
				throw VendorFault.retryable(Reason.NOT_FOUND, "the operation is not to be found", null);
			}
			if (status != 200 && status != 202) {
				throw fault(status, message);
			}
			fetch.answered(state.isBlank() ? new Report(Said.COMPLETE, null, wish)
					: report(exchange, read(body), state, wish));
			fetch.answered(limits(message));
		}
		finally {
			Leftovers.clear(exchange);
		}
	}

	private static Report report(Exchange exchange, JsonNode answer, String state, Instant wish) {
		String word = text(answer, state);
		if (listed(exchange, "complete", word)) {
			return new Report(Said.COMPLETE, null, wish);
		}
		if (listed(exchange, "failed", word)) {
			String pointer = exchange.getVariable("code", "", String.class);
			String code = pointer.isBlank() ? word : answer.at(JsonPointer.compile(pointer)).asText();
			return new Report(Said.FAILED, CODE.matcher(code).matches() ? code : null, wish);
		}
		return new Report(Said.UNFINISHED, null, wish);
	}

	private static boolean listed(Exchange exchange, String words, String word) {
		return Stream.of(exchange.getVariable(words, "", String.class).split(","))
			.anyMatch((one) -> one.strip().equalsIgnoreCase(word));
	}

	/**
	 * What each kind of service expects of an address.
	 */
	private static void api(Exchange exchange) {
		String version = exchange.getVariable("apiVersion", "", String.class);
		String query = exchange.getVariable("query", "", String.class);
		boolean graph = "graph".equals(exchange.getVariable("api", String.class));
		exchange.setVariable("version", (graph && !version.isBlank()) ? "/" + version : "");
		exchange.setVariable("query",
				(graph || version.isBlank()) ? query : "api-version=" + version + (query.isBlank() ? "" : "&" + query));
		if (exchange.getVariable("application", "", String.class).isBlank()) {
			exchange.removeVariable("application");
		}
	}

	private ServiceLimits limits(Message message) {
		return ServiceLimits.of(message.getHeaders(), this.clock.instant());
	}

	private VendorFault fault(int status, Message message) {
		return VendorStatus.fault(status, message.getHeader("Retry-After", String.class), this.clock.instant())
			.orElseGet(() -> VendorFault.terminal(Reason.INVALID_ANSWER, "HTTP " + status));
	}

	private static String text(JsonNode answer, String pointer) {
		JsonNode value = answer.at(JsonPointer.compile(pointer));
		if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
			throw VendorFault.retryable(Reason.INVALID_ANSWER, "there is no %s in the answer".formatted(pointer), null);
		}
		return value.asText();
	}

	private static JsonNode read(InputStream body) throws IOException {
		try {
			return JSON.readTree(body.readNBytes(LARGEST));
		}
		catch (JacksonException ex) {
			// The parser's message quotes the answer, which may hold the address to write
			// to.
			throw VendorFault.retryable(Reason.INVALID_ANSWER, "the answer is not whole JSON", null);
		}
	}

	private static OperationFetch fetch(Exchange exchange) {
		return exchange.getVariable("fetch", OperationFetch.class);
	}

}
