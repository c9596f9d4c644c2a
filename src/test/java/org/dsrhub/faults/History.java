package org.dsrhub.faults;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is left of a run: what was accepted, and what the hub and the services it
 * called made of it.
 *
 * @param accepted every receipt given, and every row of a file that was dropped
 * @param rows the ledger's requests and duplicates
 * @param chains evidence by the request's id
 * @param packages what the containers hold, by path
 * @param told the outbox's files by {@code tenant/reference}
 * @param expected what a request ends with where nothing is disturbed, by
 * {@link Filing#kind()}
 * @param effects what calls changed at the services
 * @param expectedEffects what they had to change
 * @param left what should have been gone, such as a file in an inbox
 */
record History(List<Accepted> accepted, List<Row> rows, Map<String, Chain> chains, Map<String, Pack> packages,
		Map<String, Told> told, Map<String, Expected> expected, List<String> effects, List<String> expectedEffects,
		List<String> left) {

	static final String TASK_ENDED = "task-ended";

	/** What the verifier says, and is to say, where a clock was wrong by minutes. */
	private static final String SET_BACK = "is dated before what it follows";

	/**
	 * A request or a duplicate as the ledger has it.
	 *
	 * @param packagePath null where there is none
	 * @param original the id of the request that it is a duplicate of, or null
	 */
	record Row(String id, String tenant, String reference, String right, String state, int revision, String packagePath,
			String sha256, String original) {

		boolean closed() {
			return Set.of("completed", "completed-with-exceptions", "declined", "cancelled", "expired")
				.contains(this.state);
		}

	}

	/**
	 * A request's evidence.
	 *
	 * @param events what happened; of a task that ended with its source
	 * @param fault what the verifier says against it, or null
	 */
	record Chain(List<String> events, String fault) {

		/**
		 * Whether all that is said against it is that a clock was set back.
		 */
		boolean marked() {
			return this.fault != null && this.fault.endsWith(SET_BACK);
		}

		long count(String event) {
			return this.events.stream().filter(event::equals).count();
		}

	}

	/**
	 * A package as it lies in the container.
	 *
	 * @param content the records in it, without what differs from run to run
	 * @param foreign what names somebody else in it
	 */
	record Pack(String sha256, Set<String> content, List<String> foreign) {
	}

	/**
	 * What the outbox says of a request.
	 *
	 * @param outcomes each source with what was found there
	 */
	record Told(String id, String state, Set<String> outcomes) {
	}

	/**
	 * What a request ends with.
	 *
	 * @param content the records of its package, or null where it has none
	 */
	record Expected(Set<String> outcomes, Set<String> content) {
	}

}
