package org.dsrhub.task;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsrhub.database.Transactions;
import org.dsrhub.node.Patience;
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

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final Clock clock;

	private final Patience waits;

	CallRates(JdbcClient jdbc, Transactions transactions, Clock clock, Patience waits) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.clock = clock;
		this.waits = waits;
	}

	/**
	 * Takes the next turn to call, and waits for it.
	 * @throws CallsSpent if that would be long, and then no turn is taken; or if this
	 * node leaves
	 */
	public void await(String tenant, Rate rate) {
		await(tenant, rate, PATIENCE);
	}

	/**
	 * The same for a call that goes on with what another began, and waits for longer:
	 * else, where calls are few, all would begin and nobody come to an end.
	 * @throws CallsSpent as {@link #await}
	 */
	public void awaitNext(String tenant, Rate rate) {
		// All who may have begun come first, and then those who may still begin.
		await(tenant, rate, apart(rate).multipliedBy(3).plus(PATIENCE));
	}

	private void await(String tenant, Rate rate, Duration patience) {
		Instant now = this.clock.instant();
		Instant turn = this.transactions.run(() -> turn(tenant, rate, now, patience));
		Duration wait = Duration.between(now, turn);
		if (wait.compareTo(patience) > 0 || !this.waits.waited(wait)) {
			throw new CallsSpent(rate.of(), turn);
		}
	}

	private Instant turn(String tenant, Rate rate, Instant now, Duration patience) {
		Optional<String> row = this.jdbc.sql("select turns from call_rate where tenant = ? and name = ? for update")
			.params(tenant, rate.of())
			.query(String.class)
			.optional();
		List<Long> turns = row.map(CallRates::read).orElse(List.of());
		// The turn that has to be over before one more is in the same stretch of time.
		Instant free = (turns.size() < rate.calls()) ? now
				: Instant.ofEpochMilli(turns.get(turns.size() - rate.calls())).plus(apart(rate));
		Instant turn = free.isAfter(now) ? free : now;
		if (turn.isAfter(now.plus(patience))) {
			return turn;
		}
		String after = Stream.concat(turns.stream(), Stream.of(turn.toEpochMilli()))
			.skip(Math.max(0, turns.size() + 1 - rate.calls()))
			.map(String::valueOf)
			.collect(Collectors.joining(" "));
		this.jdbc
			.sql(row.isPresent() ? "update call_rate set turns = ? where tenant = ? and name = ?"
					: "insert into call_rate (turns, tenant, name) values (?, ?, ?)")
			.params(after, tenant, rate.of())
			.update();
		return turn;
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
