package org.dsrhub.database;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;

/**
 * Whose rows are taken up next. Each row goes to the tenant of whom the fewest are being
 * worked on, those taken just now included; among equals tenants take turns, so that one
 * whose queue is long gets no more than one whose queue is short. Where only one tenant
 * waits, it gets all the room.
 */
final class Shares {

	private Shares() {
	}

	/**
	 * A row that was chosen.
	 */
	record Choice(String tenant, UUID row) {
	}

	/**
	 * Chooses rows.
	 * @param room how many at most
	 * @param last whose row was taken last, or null; the tenants after it are next
	 * @param working how many rows of each tenant are being worked on
	 * @param due the rows of each tenant, in the order in which it gets them
	 * @return the first choice first
	 */
	static List<Choice> choose(int room, String last, Map<String, Integer> working, Map<String, List<UUID>> due) {
		PriorityQueue<Queue> queues = new PriorityQueue<>(
				Comparator.comparingInt(Queue::working).thenComparing(Queue::tenant, turns(last)));
		due.forEach((tenant, rows) -> {
			if (!rows.isEmpty()) {
				queues.add(new Queue(tenant, working.getOrDefault(tenant, 0), rows.iterator()));
			}
		});
		List<Choice> chosen = new ArrayList<>();
		while (chosen.size() < room && !queues.isEmpty()) {
			Queue next = queues.poll();
			chosen.add(new Choice(next.tenant(), next.rows().next()));
			if (next.rows().hasNext()) {
				queues.add(new Queue(next.tenant(), next.working() + 1, next.rows()));
			}
		}
		return chosen;
	}

	/**
	 * The order in which tenants come.
	 * @param tenants those with rows that are due
	 */
	static List<String> order(String last, Map<String, Integer> working, List<String> tenants) {
		return tenants.stream()
			.sorted(Comparator.<String>comparingInt((tenant) -> working.getOrDefault(tenant, 0))
				.thenComparing(turns(last)))
			.toList();
	}

	private static Comparator<String> turns(String last) {
		return Comparator.<String, Boolean>comparing((tenant) -> last != null && tenant.compareTo(last) <= 0)
			.thenComparing(Comparator.naturalOrder());
	}

	private record Queue(String tenant, int working, Iterator<UUID> rows) {
	}

}
