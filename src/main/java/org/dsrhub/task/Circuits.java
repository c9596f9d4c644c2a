package org.dsrhub.task;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

import org.dsrhub.configuration.DiskFault;
import org.dsrhub.database.Transactions;
import org.dsrhub.node.Pausing;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.source.Circuit;
import org.dsrhub.source.CircuitOpen;
import org.dsrhub.source.CircuitOpen.Counts;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.VendorFault;
import org.dsrhub.task.CircuitRows.Key;
import org.dsrhub.tenant.Tenant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The circuits of all tenants and sources, shared by all nodes. A node looks at a row at
 * most once in a second and writes only what changes it, so that a service in good health
 * costs no write.
 */
@Component
public class Circuits {

	/**
	 * The source that stands for the search of a person in the directory.
	 */
	public static final String DIRECTORY = "directory";

	private static final Logger log = LoggerFactory.getLogger(Circuits.class);

	private static final Duration FRESH = Duration.ofSeconds(1);

	/** Those who rest do not come back all at once. */
	private static final Duration SPREAD = Duration.ofSeconds(1);

	/**
	 * Requests are claimed before it is known that the directory rests, and there may be
	 * very many.
	 */
	private static final Duration WIDEST = Duration.ofMinutes(15);

	/** A login, a call and the whole of its answer, each as long as it may take. */
	private static final int PROBE = 4;

	private final CircuitRows rows;

	private final Transactions transactions;

	private final Clock clock;

	private final Pausing pausing;

	private final Map<Key, Known> known = new ConcurrentHashMap<>();

	Circuits(JdbcClient jdbc, Transactions transactions, Clock clock, Pausing pausing) {
		this.rows = new CircuitRows(jdbc);
		this.transactions = transactions;
		this.clock = clock;
		this.pausing = pausing;
	}

	/**
	 * A call is about to be made. Of an open circuit whose rest is over it is the one
	 * that tries the service: exactly one node gets leave for it. For a limit that is
	 * spent for a few seconds it waits.
	 * @throws CircuitOpen if it must not be made now
	 */
	public void require(Tenant tenant, String source) {
		require(tenant, source, null);
	}

	/**
	 * The same for one of several calls that only together say how the service is: with
	 * the one that tries it the others have leave, too.
	 * @param own what the call before was given, or null
	 * @return until when the others wait for these calls to try the service; null if it
	 * need not be tried
	 * @throws CircuitOpen if it must not be made now
	 */
	Instant require(Tenant tenant, String source, Instant own) {
		Key key = new Key(tenant.tenant(), source);
		Duration patience = CallRates.PATIENCE;
		Instant now = now();
		Way way = way(key, tenant, own, now);
		while (!way.circuit().open() && way.circuit().rests(now).isPresent()) {
			Duration pause = Duration.between(now, spread(way.circuit().until()));
			patience = patience.minus(pause);
			if (patience.isNegative() || !this.pausing.pause(pause)) {
				break;
			}
			now = now();
			way = way(key, tenant, own, now);
		}
		if (way.probe() == null) {
			refuse(way.circuit(), tenant, source, now);
		}
		return way.probe();
	}

	private Way way(Key key, Tenant tenant, Instant own, Instant now) {
		Circuit circuit = known(key, now);
		if (!circuit.triable(own, now)) {
			return new Way(circuit, null);
		}
		Instant probe = now.plus(tenant.limits().responseTimeout().multipliedBy(PROBE));
		Change change = change(key, (row) -> row.triable(own, now) ? row.probing(probe) : row);
		return new Way(change.after(), change.before().triable(own, now) ? probe : null);
	}

	/**
	 * A call that might have been made is not: if it was to try the service, another may.
	 */
	public void unheard(Tenant tenant, String source) {
		step(new Key(tenant.tenant(), source), Circuit::unheard, now());
	}

	/**
	 * As {@link #require}, for a service that is called seldom and at its own times, and
	 * before it is known whether it is called now: it is not given up however long its
	 * trouble lasts.
	 * @throws CircuitOpen if it must not be called now
	 */
	public void look(Tenant tenant, String source) {
		Instant now = now();
		Circuit circuit = known(new Key(tenant.tenant(), source), now);
		if (!circuit.lasted(tenant.limits().maxOutage(), now)) {
			refuse(circuit, tenant, source, now, Counts.NEVER);
		}
	}

	private void refuse(Circuit circuit, Tenant tenant, String source, Instant now) {
		refuse(circuit, tenant, source, now, counts(circuit, tenant, now));
	}

	private static void refuse(Circuit circuit, Tenant tenant, String source, Instant now, Counts counts) {
		Optional<Instant> rest = rest(circuit, tenant, now);
		if (rest.isPresent()) {
			Duration width = source.equals(DIRECTORY) ? width(circuit, rest.get(), now) : SPREAD;
			throw new CircuitOpen(circuit.reason(), spread(rest.get(), width), counts);
		}
	}

	private static Counts counts(Circuit circuit, Tenant tenant, Instant now) {
		if (circuit.outlasts(tenant.limits().maxOutage(), now)) {
			return Counts.ALWAYS;
		}
		return (circuit.open() && circuit.paused(now)) ? Counts.LATE : Counts.NEVER;
	}

	/**
	 * Over how long a time they come back: a quarter of that from the beginning of the
	 * trouble, or from now, to the end of the rest.
	 */
	private static Duration width(Circuit circuit, Instant until, Instant now) {
		Instant since = circuit.open() ? circuit.openedAt() : now;
		Duration trouble = Duration.between(since.isBefore(now) ? since : now, later(now, until)).dividedBy(4);
		Duration most = (trouble.compareTo(WIDEST) < 0) ? trouble : WIDEST;
		return (most.compareTo(SPREAD) > 0) ? most : SPREAD;
	}

	/**
	 * How many tasks may go on to call a source now, and when the others are to look
	 * again.
	 */
	Leave leave(Tenant tenant, String source) {
		Instant now = now();
		Circuit circuit = known(new Key(tenant.tenant(), source), now);
		Optional<Instant> rest = rest(circuit, tenant, now);
		Counts counts = counts(circuit, tenant, now);
		if (rest.isPresent() && counts != Counts.ALWAYS) {
			Instant again = spread(rest.get());
			return new Leave(0, again, (counts == Counts.LATE) ? Retry.earliest(tenant, again) : Leave.ANY);
		}
		boolean probe = circuit.open() && rest.isEmpty();
		// Nobody is put off before somebody tries: else a long queue would put off who
		// tries.
		return probe ? new Leave(1, null, Leave.ANY) : Leave.ALL;
	}

	/**
	 * A call was answered.
	 * @param limits what the answer said of the service's limits
	 */
	public void answered(Tenant tenant, String source, ServiceLimits limits) {
		Key key = new Key(tenant.tenant(), source);
		Instant now = now();
		UnaryOperator<Circuit> step = (row) -> {
			Circuit answered = row.answered(now);
			return (limits.spent() != null) ? answered.spent(limits.spent(), now) : answered;
		};
		step(key, step, now);
	}

	/**
	 * A call was answered that says nothing of how the service is: another goes with it
	 * that was not made yet.
	 * @param limits what the answer said of the service's limits
	 */
	public void heard(Tenant tenant, String source, ServiceLimits limits) {
		Instant now = now();
		if (limits.spent() != null) {
			step(new Key(tenant.tenant(), source), (row) -> row.spent(limits.spent(), now), now);
		}
	}

	/**
	 * A call met a problem, or came to none.
	 * @return until when its task rests without having spent a try; empty if the problem
	 * means what it means without any circuit
	 */
	public Optional<Instant> after(Tenant tenant, String source, Throwable problem) {
		if (problem instanceof CircuitOpen open) {
			return (open.counts() == Counts.ALWAYS) ? Optional.empty() : Optional.of(open.until());
		}
		Key key = new Key(tenant.tenant(), source);
		Instant now = now();
		if (problem instanceof LeaseLost || problem instanceof CallRates.CallsSpent
				|| DiskFault.behind(problem).isPresent()) {
			unheard(tenant, source);
			return Optional.empty();
		}
		VendorFault fault = Faults.of(problem);
		Circuit before = known(key, now);
		Circuit circuit = step(key, (row) -> row.after(fault, now, RandomGenerator.getDefault()), now);
		// A pause that was asked for now ends no trouble that came before it.
		Instant since = before.open() ? before.openedAt() : now;
		boolean borne = since.plus(tenant.limits().maxOutage()).isAfter(now);
		boolean rests = Circuit.trouble(fault) && circuit.open() && borne;
		return rests ? rest(circuit, tenant, now).map((until) -> later(until, fault.notBefore().orElse(until)))
			.map(Circuits::spread) : Optional.empty();
	}

	private Circuit step(Key key, UnaryOperator<Circuit> step, Instant now) {
		Circuit circuit = known(key, now);
		return step.apply(circuit).equals(circuit) ? circuit : change(key, step).after();
	}

	/**
	 * No rest goes on beyond the time from which on waiting counts as trying.
	 */
	private static Optional<Instant> rest(Circuit circuit, Tenant tenant, Instant now) {
		Optional<Instant> rest = circuit.rests(now);
		if (!circuit.open() || circuit.lasted(tenant.limits().maxOutage(), now)) {
			return rest;
		}
		Instant patience = circuit.openedAt().plus(tenant.limits().maxOutage());
		return rest.map((until) -> until.isBefore(patience) ? until : patience);
	}

	private Circuit known(Key key, Instant now) {
		Known last = this.known.get(key);
		if (last != null && !last.at().isAfter(now) && last.at().plus(FRESH).isAfter(now)) {
			return last.circuit();
		}
		return believe(key, this.rows.find(key).orElse(Circuit.CLOSED), now);
	}

	private Circuit believe(Key key, Circuit row, Instant now) {
		Known last = this.known.get(key);
		// Else the end of a rest that is not believed would move on with each look.
		boolean seen = last != null && !last.at().isAfter(now) && last.row().equals(row);
		Circuit circuit = seen ? last.circuit() : row.believed(now);
		this.known.put(key, new Known(row, circuit, now));
		return circuit;
	}

	private Change change(Key key, UnaryOperator<Circuit> step) {
		Change change = this.transactions.run(() -> {
			Optional<Circuit> row = this.rows.lock(key);
			Circuit before = believe(key, row.orElse(Circuit.CLOSED), now());
			Circuit after = step.apply(before);
			if (!after.equals(before)) {
				this.rows.write(key, after, row.isPresent());
			}
			return new Change(before, after);
		});
		if (!change.after().equals(change.before())) {
			this.known.put(key, new Known(change.after(), change.after(), now()));
		}
		tell(key, change);
		return change;
	}

	private static void tell(Key key, Change change) {
		Circuit before = change.before();
		Circuit after = change.after();
		if (!before.open() && after.open()) {
			log.warn("event=circuit-opened tenant={} source={} reason={} until={}", key.tenant(), key.source(),
					after.reason().label(), after.until());
		}
		else if (before.open() && !after.open()) {
			log.info("event=circuit-closed tenant={} source={} reason={} opened-at={}", key.tenant(), key.source(),
					before.reason().label(), before.openedAt());
		}
	}

	/** As exact as a row. */
	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

	private static Instant spread(Instant until) {
		return spread(until, SPREAD);
	}

	private static Instant spread(Instant until, Duration width) {
		return until.plusMillis(RandomGenerator.getDefault().nextLong(width.toMillis()));
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	/**
	 * How many tasks may go on.
	 *
	 * @param again when the others are to look again, or null if that is not known
	 * @param earliest those of requests with an earlier deadline spend a try by it
	 */
	record Leave(int tasks, Instant again, LocalDate earliest) {

		/** Before all deadlines. */
		static final LocalDate ANY = LocalDate.EPOCH;

		static final Leave ALL = new Leave(Integer.MAX_VALUE, null, ANY);

	}

	/**
	 * @param circuit what the row means
	 * @param at when it was read
	 */
	private record Known(Circuit row, Circuit circuit, Instant at) {
	}

	private record Change(Circuit before, Circuit after) {
	}

	/**
	 * What is in a call's way.
	 *
	 * @param probe until when others wait for it, if it is to try the service; then
	 * nothing is in its way
	 */
	private record Way(Circuit circuit, Instant probe) {
	}

}
