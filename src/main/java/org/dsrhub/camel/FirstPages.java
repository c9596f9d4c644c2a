package org.dsrhub.camel;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import org.apache.camel.ProducerTemplate;
import org.dsrhub.check.Databases;
import org.dsrhub.check.Finding.Level;
import org.dsrhub.check.Words;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.Faults;
import org.dsrhub.tenant.Tenant;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Gets first pages as a request would: by a route or a Kamelet, and with a new token
 * after a refused one.
 */
@Component
@Profile("check")
class FirstPages {

	/**
	 * An entry that no directory has.
	 */
	static final String NOBODY = new java.util.UUID(0, 0).toString();

	private final ProducerTemplate camel;

	FirstPages(ProducerTemplate camel) {
		this.camel = camel;
	}

	/**
	 * Gets a first page.
	 * @return why it could not be got
	 */
	Optional<Refusal> ask(Tenant tenant, FirstPage page, String address, Map<String, Object> more, String needs) {
		Exception problem = null;
		// The second time is for a token that was refused.
		for (int time = 0; time < 2 && !page.answered() && problem == null; time++) {
			problem = this.camel.send(address, (exchange) -> {
				exchange.setVariable("fetch", page);
				more.forEach(exchange::setVariable);
			}).getException();
		}
		if (page.answered()) {
			return Optional.empty();
		}
		VendorFault fault = Faults.of(problem);
		if (fault instanceof LoginFault) {
			return Optional.of(new Refusal("there is no token for it, see above", false, Level.FAIL));
		}
		if (page.url() != null && page.url().startsWith(DatabaseCall.SCHEME)) {
			String name = page.url().substring(DatabaseCall.SCHEME.length());
			return Optional.of(new Refusal(Databases.refused(name, tenant.databases().get(name).user(), fault, needs),
					true, Level.FAIL));
		}
		String host = Optional.ofNullable(page.url()).map((url) -> URI.create(url).getRawAuthority()).orElse("");
		boolean silent = fault.reason() == Reason.UNREACHABLE && fault.getCause() != null;
		return Optional
			.of(new Refusal(silent ? Words.unreachable(host, fault) : Words.refused(host, fault, tenant, needs),
					!silent && fault.reason() != Reason.NOT_CONFIGURED,
					(fault.reason() == Reason.THROTTLED) ? Level.WARN : Level.FAIL));
	}

	/**
	 * Why there was no first page.
	 *
	 * @param answered whether the service said so itself
	 * @param level whether requests would fail by it
	 */
	record Refusal(String words, boolean answered, Level level) {
	}

}
