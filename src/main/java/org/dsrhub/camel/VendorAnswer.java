package org.dsrhub.camel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.dsrhub.source.AnswerPage;
import org.dsrhub.source.Page;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorStatus;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * The last step of a Kamelet that called a service: looks at what came back and hands it
 * over.
 */
@Component("vendorAnswer")
class VendorAnswer {

	/**
	 * An answer may take this many times as long as its first byte.
	 */
	private static final int WHOLE_ANSWER = 2;

	private final VendorCall call;

	private final Clock clock;

	VendorAnswer(VendorCall call, Clock clock) {
		this.call = call;
		this.clock = clock;
	}

	/**
	 * Reads the variables {@code fetch}, {@code records}, {@code next} and, where 404 is
	 * an answer, {@code absent}. After a refused token nothing is handed over, and the
	 * next call logs in anew.
	 * @throws VendorFault if the answer is none that can be read
	 */
	void take(Exchange exchange) throws IOException {
		Fetch fetch = exchange.getVariable("fetch", Fetch.class);
		fetch.answered(read(exchange, fetch, fetch::take));
	}

	/**
	 * The same for a page that is not handed over before more was called: sets the
	 * variable {@code page}, unless a token was refused.
	 */
	void hold(Exchange exchange) throws IOException {
		exchange.removeVariable("page");
		Fetch fetch = exchange.getVariable("fetch", Fetch.class);
		ServiceLimits limits = read(exchange, fetch,
				(page, url) -> exchange.setVariable("page", HeldPage.of(page, url)));
		if (exchange.getVariable("page") != null) {
			fetch.heard(limits);
		}
		else {
			fetch.answered(limits);
		}
	}

	private ServiceLimits read(Exchange exchange, Fetch fetch, Taker taker) throws IOException {
		Message message = exchange.getMessage();
		int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
		Optional<VendorFault> fault = VendorStatus.fault(status, message.getHeader("Retry-After", String.class),
				this.clock.instant());
		ServiceLimits limits = ServiceLimits.of(message.getHeaders(), this.clock.instant());
		try (InputStream body = body(message, fetch.tenant())) {
			if (status == 401 && fetch.renew()) {
				this.call.renew(exchange, fetch.tenant());
			}
			else if (status == 404 && exchange.getVariable("absent", false, Boolean.class)) {
				fetch.absent();
			}
			else if (fault.isPresent()) {
				fetch.fault(fault.get());
			}
			else {
				AnswerPage page = new AnswerPage(exchange.getVariable("records", "", String.class),
						exchange.getVariable("next", "", String.class));
				taker.take((consumer) -> page.read(body, consumer), exchange.getVariable("url", String.class));
			}
			return limits;
		}
		finally {
			Leftovers.clear(exchange);
		}
	}

	/**
	 * What a service answered, as long as the tenant's limits wait for it.
	 */
	static InputStream body(Message message, Tenant tenant) {
		InputStream body = message.getBody(InputStream.class);
		return new TimedStream((body != null) ? body : new ByteArrayInputStream(new byte[0]),
				tenant.limits().responseTimeout().multipliedBy(WHOLE_ANSWER));
	}

	@FunctionalInterface
	private interface Taker {

		void take(Page page, String url) throws IOException;

	}

}
