package org.dsrhub.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.dsrhub.request.Door;
import org.dsrhub.request.OpenRequests;
import org.springframework.stereotype.Component;

/**
 * Whose files are taken: each tenant's for some seconds, then the next one's, as long as
 * there are any. A file that is broken off goes on at the tenant's next turn.
 */
@Component
public class InboxTurns {

	static final Duration TURN = Duration.ofSeconds(5);

	/** Whether others wait is looked for no more often. */
	private static final Duration LOOK = Duration.ofSeconds(1);

	private final Inbox inbox;

	private final OpenRequests open;

	private final Clock clock;

	private final Map<String, Instant> ends = new HashMap<>();

	InboxTurns(Inbox inbox, OpenRequests open, Clock clock) {
		this.inbox = inbox;
		this.open = open;
		this.clock = clock;
	}

	/**
	 * Begins a round, in which each tenant has a turn.
	 */
	public synchronized void begin() {
		this.ends.clear();
	}

	/**
	 * Whether a tenant's turn goes on; its first question in a round begins it.
	 */
	synchronized boolean goesOn(String tenant) {
		Instant now = this.clock.instant();
		Instant end = this.ends.computeIfAbsent(tenant, (first) -> now.plus(TURN));
		if (now.isBefore(end)) {
			return true;
		}
		if (end.equals(Instant.MIN) || this.inbox.othersWait(tenant, (other) -> !this.open.full(Door.INBOX, other))) {
			this.ends.put(tenant, Instant.MIN);
			return false;
		}
		this.ends.put(tenant, now.plus(LOOK));
		return true;
	}

}
