package org.dsrhub.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import org.dsrhub.request.Door;
import org.dsrhub.request.OpenRequests;
import org.springframework.beans.factory.annotation.Autowired;
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

	/** Turns are not measured by a clock, which may be put back or forward. */
	private final LongSupplier nanos;

	private final Map<String, Long> ends = new HashMap<>();

	private final Set<String> over = new HashSet<>();

	@Autowired
	InboxTurns(Inbox inbox, OpenRequests open) {
		this(inbox, open, System::nanoTime);
	}

	InboxTurns(Inbox inbox, OpenRequests open, LongSupplier nanos) {
		this.inbox = inbox;
		this.open = open;
		this.nanos = nanos;
	}

	/**
	 * Begins a round, in which each tenant has a turn.
	 */
	public synchronized void begin() {
		this.ends.clear();
		this.over.clear();
	}

	/**
	 * Whether a tenant's turn goes on; its first question in a round begins it.
	 */
	synchronized boolean goesOn(String tenant) {
		if (this.over.contains(tenant)) {
			return false;
		}
		long now = this.nanos.getAsLong();
		long end = this.ends.computeIfAbsent(tenant, (first) -> now + TURN.toNanos());
		if (now - end < 0) {
			return true;
		}
		if (this.inbox.othersWait(tenant, (other) -> !this.open.full(Door.INBOX, other))) {
			this.over.add(tenant);
			return false;
		}
		this.ends.put(tenant, now + LOOK.toNanos());
		return true;
	}

}
