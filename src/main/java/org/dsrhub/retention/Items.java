package org.dsrhub.retention;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.dsrhub.database.Timestamps;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The rows of the things on the lists of runs.
 */
@Component
class Items {

	private static final int PAGE = 1_000;

	/** How many rows are deleted in one transaction. */
	static final int PIECE = 5_000;

	private final JdbcTemplate batches;

	private final JdbcClient jdbc;

	Items(DataSource ledger) {
		this.batches = new JdbcTemplate(ledger);
		this.jdbc = JdbcClient.create(this.batches);
	}

	/**
	 * Writes things down.
	 */
	void add(UUID run, List<Item> items) {
		this.batches.batchUpdate(
				"insert into retention_item (run, number, thing, request, bytes, since, state, until,"
						+ " reason) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
				items.stream()
					.map((item) -> new Object[] { run, item.number(), item.due().thing(), item.due().request(),
							item.due().bytes(), Timestamps.of(item.due().since()), item.removal().state().label(),
							Timestamps.of(item.removal().until()), item.removal().reason() })
					.toList());
	}

	/**
	 * Deletes the first things.
	 * @return whether there were any
	 */
	boolean deleteSome(UUID run) {
		return this.jdbc
			.sql("delete from retention_item where run = :run"
					+ " and number < (select min(number) from retention_item where run = :run) + :piece")
			.params(Map.of("run", run, "piece", PIECE))
			.update() > 0;
	}

	/**
	 * Writes down what became of things.
	 */
	void settle(UUID run, List<Item> items) {
		// H2 keeps to a plan that it made when the table had few rows, and would read the
		// whole run for each thing: each run has a statement, and so a plan, of its own.
		this.batches.batchUpdate(
				"update retention_item set state = ?, until = ?, reason = ? where run = ? and number = ? /* %s */"
					.formatted(run),
				items.stream()
					.map((item) -> new Object[] { item.removal().state().label(), Timestamps.of(item.removal().until()),
							item.removal().reason(), run, item.number() })
					.toList());
	}

	/**
	 * The things after a number, in order.
	 */
	List<Item> after(UUID run, long number, int limit) {
		return this.jdbc.sql("select * from retention_item where run = ? and number > ? order by number limit ?")
			.params(run, number, limit)
			.query(Item::of)
			.list();
	}

	/**
	 * The same, in one state only.
	 */
	List<Item> after(UUID run, Removal.State state, long number, int limit) {
		return this.jdbc
			.sql("select * from retention_item where run = ? and state = ? and number > ? order by number limit ?")
			.params(run, state.label(), number, limit)
			.query(Item::of)
			.list();
	}

	/**
	 * Every thing of a run, in order, read in pages.
	 */
	void each(UUID run, Consumer<Item> action) {
		List<Item> page = after(run, 0, PAGE);
		while (!page.isEmpty()) {
			page.forEach(action);
			page = after(run, page.get(page.size() - 1).number(), PAGE);
		}
	}

	/**
	 * How many things of a run are in each state.
	 */
	Map<String, Long> counts(UUID run) {
		Map<String, Long> counts = new TreeMap<>();
		this.jdbc.sql("select state, count(*) as things from retention_item where run = ? group by state")
			.param(run)
			.query((row) -> {
				counts.put(row.getString("state"), row.getLong("things"));
			});
		return counts;
	}

	/**
	 * What of each request is gone, by request, in the order of the requests. Those whose
	 * rows are gone themselves have no evidence any more.
	 * @param after the last request that was told, or null
	 */
	List<Gone> gone(UUID run, UUID after, int limit) {
		return this.jdbc.sql("select request, sum(case when state = 'removed' then 1 else 0 end) as removed,"
				+ " sum(case when state = 'removed' then 0 else 1 end) as gone_before, sum(bytes) as bytes"
				+ " from retention_item where run = :run and state in ('removed', 'gone')"
				+ " and exists (select 1 from request where id = retention_item.request)"
				+ ((after != null) ? " and request > :after" : "") + " group by request order by request limit :limit")
			.params((after != null) ? Map.of("run", run, "after", after, "limit", limit)
					: Map.of("run", run, "limit", limit))
			.query(Gone.class)
			.list();
	}

	/**
	 * What of a request is gone.
	 *
	 * @param removed how many things the run removed
	 * @param goneBefore how many were gone when it came to them
	 */
	record Gone(UUID request, long removed, long goneBefore, long bytes) {
	}

}
