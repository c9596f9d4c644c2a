package org.dsrhub.task;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsrhub.database.Transactions;
import org.dsrhub.node.Pausing;
import org.dsrhub.source.Source.Rate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps calls to a service as rare as it wants them in any stretch of time, on all nodes
 * together: one row a tenant and limit holds the times of the last calls.
 */
@Component
public class CallRates {

	/** Who would have to wait for longer gives its thread back. */
	static final Duration PATIENCE = Duration.ofSeconds(11);

	/**
	 * Three stretches of ten seconds, the longest of sources that are changed, and that.
	 */
	private static final Duration MIDWAY = Duration.ofSeconds(45);

	/** A reading of a record, and the change that follows it at once. */
	private static final int PAIR = 2;

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final Clock clock;

	private final Pausing pausing;

	CallRates(JdbcClient jdbc, Transactions transactions, Clock clock, Pausing pausing) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.clock = clock;
		this.pausing = pausing;
	}

	/**
	 * Takes the next turn to call, and waits for it.
	 * @throws CallsSpent if that would be long, and then no turn is taken; or if this
	 * node leaves
	 */
	public void await(String tenant, Rate rate) {
		await(tenant, rate, 1, PATIENCE);
	}

	/**
	 * The same for two calls at once: one that reads a record, and one that changes it
	 * without a wait between them, in which others could change it.
	 * @param midway whether it goes on with what was begun, and waits for longer: else,
	 * where calls are few, all would begin and nobody come to an end
	 * @throws CallsSpent as {@link #await}
	 */
	public void awaitPair(String tenant, Rate rate, boolean midway) {
		await(tenant, rate, PAIR, midway ? MIDWAY : PATIENCE);
	}

	private void await(String tenant, Rate rate, int calls, Duration patience) {
		Turn turn = this.transactions.run(() -> turn(tenant, rate, calls, patience));
		if (!turn.taken() || !this.pausing.pause(Duration.between(this.clock.instant(), turn.at()))) {
			throw new CallsSpent(rate.of(), turn.at());
		}
	}

	private Turn turn(String tenant, Rate rate, int calls, Duration patience) {
		Optional<String> row = this.jdbc.sql("select turns from call_rate where tenant = ? and name = ? for update")
			.params(tenant, rate.of())
			.query(String.class)
			.optional();
		// Only now: the row may have been waited for.
		Instant now = this.clock.instant();
		List<Long> turns = row.map(CallRates::read).orElse(List.of());
		int others = Math.max(0, rate.calls() - calls);
		// The turn that has to be over before these are in the same stretch of time.
		Instant free = (turns.size() <= others) ? now
				: Instant.ofEpochMilli(turns.get(turns.size() - others - 1)).plus(apart(rate));
		Instant turn = free.isAfter(now) ? free : now;
		if (turn.isAfter(now.plus(patience))) {
			return new Turn(turn, false);
		}
		String after = Stream.concat(turns.stream(), Collections.nCopies(calls, turn.toEpochMilli()).stream())
			.skip(Math.max(0, turns.size() + calls - rate.calls()))
			.map(String::valueOf)
			.collect(Collectors.joining(" "));
		this.jdbc
			.sql(row.isPresent() ? "update call_rate set turns = ? where tenant = ? and name = ?"
					: "insert into call_rate (turns, tenant, name) values (?, ?, ?)")
			.params(after, tenant, rate.of())
			.update();
		return new Turn(turn, true);
	}

	/**
	 * A twentieth more than the limit: one call may be on its way for longer than the
	 * next.
	 */
	private static Duration apart(Rate rate) {
		return rate.per().multipliedBy(21).dividedBy(20);
	}

	private static List<Long> read(String turns) {
		return Stream.of(turns.split(" ")).map(Long::valueOf).toList();
	}

	/**
	 * When the service may be called.
	 *
	 * @param taken whether others count with it
	 */
	private record Turn(Instant at, boolean taken) {
	}

	/**
	 * A service may not be called before a time.
	 */
	static final class CallsSpent extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final Instant until;

		CallsSpent(String limit, Instant until) {
			super("limit=" + limit);
			this.until = until;
		}

		Instant until() {
			return this.until;
		}

	}

}
