package org.dsrhub.faults;

import java.util.Set;
import java.util.TreeSet;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which node works on which tasks, as the ledger has it.
 */
final class Leases {

	private final JdbcClient ledger;

	Leases(JdbcClient ledger) {
		this.ledger = ledger;
	}

	/**
	 * The tasks that a node holds.
	 */
	Set<String> of(String node) {
		return new TreeSet<>(
				this.ledger.sql("select cast(id as varchar) from task where lease is not null and lease_node = ?")
					.param(node)
					.query(String.class)
					.list());
	}

	/**
	 * How many of these tasks other nodes have taken up since.
	 */
	int takenFrom(Set<String> tasks, String node) {
		return tasks.size() - taken(tasks, node);
	}

	/**
	 * How many of these tasks that node was the last to take up.
	 */
	int taken(Set<String> tasks, String node) {
		if (tasks.isEmpty()) {
			return 0;
		}
		return this.ledger.sql("select count(*) from task where lease_node = :node and cast(id as varchar) in (:tasks)")
			.param("node", node)
			.param("tasks", tasks)
			.query(Integer.class)
			.single();
	}

}
