package org.dsrhub.camel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.dsrhub.source.AnswerPage;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorStatus;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * Looks at what a Kamelet brought back before anybody reads it.
 */
@Component
class VendorAnswer {

	/**
	 * How many times the limit of one answer's first byte its last byte may take.
	 */
	private static final int WHOLE_ANSWER = 2;

	private final VendorCall call;

	private final Clock clock;

	VendorAnswer(VendorCall call, Clock clock) {
		this.call = call;
		this.clock = clock;
	}

	/**
	 * What there is to do with an answer.
	 */
	enum Kind {

		/**
		 * Read the page.
		 */
		PAGE,
		/**
		 * There is no such thing, and that is an answer.
		 */
		ABSENT,
		/**
		 * Ask again, with a new token.
		 */
		AGAIN

	}

	record Opened(Kind kind, InputStream body, AnswerPage page) {
	}

	/**
	 * Opens the answer in the message.
	 * @param renew whether a refused token may be renewed
	 * @throws VendorFault if it is none that can be read
	 */
	Opened open(Exchange exchange, BooleanSupplier renew) throws IOException {
		Message message = exchange.getMessage();
		int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
		Tenant tenant = exchange.getVariable("fetch", Fetch.class).tenant();
		InputStream body = new TimedStream(body(message), this.clock,
				tenant.limits().responseTimeout().multipliedBy(WHOLE_ANSWER));
		if (status == 401 && renew.getAsBoolean()) {
			body.close();
			this.call.renew(exchange);
			return new Opened(Kind.AGAIN, null, null);
		}
		if (status == 404 && exchange.getVariable("absent", false, Boolean.class)) {
			body.close();
			return new Opened(Kind.ABSENT, null, null);
		}
		Optional<VendorFault> fault = VendorStatus.fault(status, message.getHeader("Retry-After", String.class),
				this.clock.instant());
		if (fault.isPresent()) {
			body.close();
			throw fault.get();
		}
		return new Opened(Kind.PAGE, body, new AnswerPage(exchange.getVariable("records", "", String.class),
				exchange.getVariable("next", "", String.class)));
	}

	private static InputStream body(Message message) {
		InputStream body = message.getBody(InputStream.class);
		return (body != null) ? body : new ByteArrayInputStream(new byte[0]);
	}

}
