package org.dsrhub.task;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.source.Source.Rate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps calls to a service as far apart as it wants them, on all nodes together: one row
 * a tenant and limit says when the next one may go out.
 */
@Component
public class CallRates {

	/** Who would have to wait for longer gives its thread back. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final Clock clock;

	CallRates(JdbcClient jdbc, Transactions transactions, Clock clock) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.clock = clock;
	}

	/**
	 * Takes the next turn to call, and waits for it.
	 * @throws CallsSpent if that would be long; then no turn is taken
	 */
	public void await(String tenant, Rate rate) {
		Instant now = this.clock.instant();
		Instant turn = this.transactions.run(() -> turn(tenant, rate, now));
		Duration wait = Duration.between(now, turn);
		if (wait.compareTo(PATIENCE) > 0) {
			throw new CallsSpent(rate.of(), turn);
		}
		try {
			Thread.sleep(Math.max(0, wait.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CallsSpent(rate.of(), turn);
		}
	}

	private Instant turn(String tenant, Rate rate, Instant now) {
		Instant free = this.jdbc.sql("select free from call_rate where tenant = ? and name = ? for update")
			.params(tenant, rate.of())
			.query((row, number) -> Timestamps.read(row, "free"))
			.optional()
			.orElse(null);
		Instant turn = (free != null && free.isAfter(now)) ? free : now;
		if (free == null) {
			this.jdbc.sql("insert into call_rate (free, tenant, name) values (?, ?, ?)")
				.params(Timestamps.of(turn.plus(rate.interval())), tenant, rate.of())
				.update();
		}
		else if (!turn.isAfter(now.plus(PATIENCE))) {
			this.jdbc.sql("update call_rate set free = ? where tenant = ? and name = ?")
				.params(Timestamps.of(turn.plus(rate.interval())), tenant, rate.of())
				.update();
		}
		return turn;
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
