package org.dsrhub.camel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.Exchange;
import org.dsrhub.intake.ShownPath;
import org.dsrhub.problem.UnexpectedFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells that a file could not be taken and stays for the next poll: at once, and then
 * every ten minutes as long as it lasts.
 */
@Component("intakeErrors")
class IntakeErrors {

	private static final Logger log = LoggerFactory.getLogger(IntakeErrors.class);

	private static final Duration PAUSE = Duration.ofMinutes(10);

	private final Map<String, Instant> told = new ConcurrentHashMap<>();

	private final Clock clock;

	IntakeErrors(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Tells of the exchange's exception.
	 */
	public void tell(Exchange exchange) {
		String file = ShownPath.of(exchange.getVariable("file", "", String.class));
		Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
		Instant now = this.clock.instant();
		this.told.values().removeIf((at) -> at.plus(PAUSE).isBefore(now));
		if (this.told.putIfAbsent(file + " " + cause.getClass(), now) == null) {
			log.warn("event=file-not-taken file={} advice=\"it stays and is tried again\"", file,
					UnexpectedFault.reduced(cause));
		}
	}

}
