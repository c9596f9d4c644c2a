package org.dsrhub.request;

import java.time.LocalDate;
import java.util.Optional;

/**
 * When a request's deadline can be extended (GDPR art. 12(3)): once, while it is open,
 * and before the first deadline has passed, since the person must be told within it.
 */
final class ExtensionRules {

	private ExtensionRules() {
	}

	/**
	 * Why it cannot, or empty if it can.
	 * @param first the first deadline, if it was extended before; else null
	 * @param deadline the last day for the answer as it is now
	 * @param today in the tenant's zone
	 */
	static Optional<String> refusal(RequestState state, LocalDate first, LocalDate deadline, LocalDate today) {
		if (state.closed() || state == RequestState.UNVERIFIED) {
			return Optional
				.of("the request is %s; only one that is being answered can be extended".formatted(state.label()));
		}
		if (first != null) {
			return Optional.of("the request was extended already, from %s to %s; there is one extension"
				.formatted(first, deadline));
		}
		return today.isAfter(deadline)
				? Optional
					.of("the deadline was %s; the person had to be told of an extension by then".formatted(deadline))
				: Optional.empty();
	}

}
