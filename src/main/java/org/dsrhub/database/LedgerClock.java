package org.dsrhub.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.function.LongSupplier;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The time that all nodes go by: the ledger's, asked for several times in the time of a
 * lease, and counted on in between by a clock that nobody sets. So a node whose machine
 * has the wrong time takes no lease of another for over.
 * <p>
 * Where the ledger's own clock jumps, nodes hear of it one after the other. Who has heard
 * of it begins nothing for half the time of a lease, until all have, then sets its time,
 * and takes nothing that may be another's for as long as a lease lasts.
 */
public class LedgerClock implements InstantSource {

	private static final Logger log = LoggerFactory.getLogger(LedgerClock.class);

	/** What an answer may be late. */
	private static final Duration NEAR = Duration.ofMillis(100);

	/**
	 * A machine that slept for so much more or less than the jump did not hear of one.
	 */
	private static final Duration ALIKE = Duration.ofSeconds(2);

	/** A machine that is further off is told of. */
	private static final Duration OFF = Duration.ofSeconds(5);

	private static final int TRIES = 5;

	/** In seconds. */
	private static final int TIMEOUT = 5;

	private final InstantSource ledger;

	private final InstantSource machine;

	private final LongSupplier nanos;

	private final Duration lease;

	private volatile Reading reading;

	private volatile Duration ahead = Duration.ZERO;

	/**
	 * @param ledger the time that is right
	 * @param machine the time of this node's machine
	 * @param nanos counts what passes
	 * @param lease how long rows are held without being renewed
	 * @param shared whether other nodes may just be hearing of a jump
	 */
	LedgerClock(InstantSource ledger, InstantSource machine, LongSupplier nanos, Duration lease, boolean shared) {
		this.ledger = ledger;
		this.machine = machine;
		this.nanos = nanos;
		this.lease = lease;
		Answer answer = ask();
		for (int again = 1; again < TRIES && answer.took().compareTo(NEAR) > 0; again++) {
			answer = ask();
		}
		this.reading = new Reading(answer.time(), answer.nanos(), answer, null,
				answer.nanos() + (shared ? lease.toNanos() : 0));
		compare(answer);
	}

	/**
	 * The clock of the ledger in a database: H2 has that of the machine.
	 */
	public static LedgerClock of(DataSource ledger, MachineClock machine, Duration lease) {
		if (new LedgerKind(ledger).embedded()) {
			return alone(machine, lease);
		}
		JdbcTemplate hurried = new JdbcTemplate(ledger);
		hurried.setQueryTimeout(TIMEOUT);
		JdbcClient jdbc = JdbcClient.create(hurried);
		return new LedgerClock(
				() -> jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single().toInstant(),
				machine.clock(), System::nanoTime, lease, true);
	}

	/**
	 * The clock of a node that shares its ledger with nobody.
	 */
	public static LedgerClock alone(MachineClock machine, Duration lease) {
		Clock clock = machine.clock();
		return new LedgerClock(clock, clock, System::nanoTime, lease, false);
	}

	@Override
	public Instant instant() {
		return this.reading.time(this.nanos.getAsLong());
	}

	/**
	 * Asks for the ledger's time. To be called six times in the time of a lease, or more
	 * often, and before leases are renewed.
	 * @throws org.springframework.dao.DataAccessException if the ledger does not answer
	 */
	public synchronized void set() {
		Answer answer = ask();
		this.reading = next(answer);
		compare(answer);
	}

	private Reading next(Answer answer) {
		Reading now = this.reading;
		Duration off = Duration.between(now.time(answer.nanos()), answer.time());
		if (answer.took().compareTo(this.lease.dividedBy(6)) > 0) {
			// It says too little.
			return now;
		}
		if (now.jump() != null) {
			return jumped(now, off, answer);
		}
		if (off.abs().compareTo(NEAR) <= 0 || off.abs().compareTo(answer.took()) <= 0) {
			return new Reading(now.at(), now.nanos(), answer, null, now.settled());
		}
		if (!far(off)) {
			// Leases have longer than that to go.
			return new Reading(answer.time(), answer.nanos(), answer, null, now.settled());
		}
		log.warn("event=time-jumped seconds={} advice=\"see what set the ledger's clock, or let this machine sleep\"",
				off.toSeconds());
		if (!off.isNegative() && slept(now, answer.nanos(), answer.machine()).minus(off).abs().compareTo(ALIKE) <= 0) {
			// It is this node alone whose time stood still.
			return follow(off, answer);
		}
		return new Reading(now.at(), now.nanos(), answer, new Jump(off, answer.nanos()), now.settled());
	}

	private Reading jumped(Reading now, Duration off, Answer answer) {
		if (far(off.minus(now.jump().by()))) {
			// Others may not have heard of the one before.
			return new Reading(now.at(), now.nanos(), answer, new Jump(off, answer.nanos()), now.settled());
		}
		boolean heard = answer.nanos() - now.jump().heard() >= this.lease.dividedBy(2).toNanos();
		return heard ? follow(off, answer) : new Reading(now.at(), now.nanos(), answer, now.jump(), now.settled());
	}

	private Reading follow(Duration off, Answer answer) {
		log.warn("event=time-set seconds={}", off.toSeconds());
		return new Reading(answer.time(), answer.nanos(), answer, null, answer.nanos() + this.lease.toNanos());
	}

	private boolean far(Duration off) {
		return off.abs().compareTo(this.lease.dividedBy(3)) > 0;
	}

	/**
	 * Until when a lease must have lasted to be over: until now, but for no lease while
	 * that cannot be told.
	 * @param now the time, asked for before
	 */
	public Instant leasesOver(Instant now) {
		return settled() ? now : Instant.EPOCH;
	}

	/**
	 * Whether leases of others can be told by the time. To be asked after the time.
	 */
	public boolean settled() {
		return steady() && this.nanos.getAsLong() - this.reading.settled() >= 0;
	}

	/**
	 * Whether a lease may begin by the time: not while it has just jumped, after this
	 * machine slept or its clock jumped, or when the ledger has not answered for long. To
	 * be asked after the time.
	 */
	public boolean steady() {
		Reading now = this.reading;
		long nanos = this.nanos.getAsLong();
		return now.jump() == null && nanos - now.answer().nanos() <= this.lease.dividedBy(2).toNanos()
				&& !far(slept(now, nanos, this.machine.instant()));
	}

	/**
	 * What passed by the machine since the last answer, and was not counted.
	 */
	private static Duration slept(Reading now, long nanos, Instant machine) {
		return Duration.between(now.answer().machine(), machine).minusNanos(nanos - now.answer().nanos());
	}

	/**
	 * How far this node's machine is ahead; negative where it is behind.
	 */
	public Duration machineAhead() {
		return this.ahead;
	}

	private Answer ask() {
		long asked = this.nanos.getAsLong();
		Instant told = this.ledger.instant();
		long nanos = this.nanos.getAsLong();
		Duration took = Duration.ofNanos(nanos - asked);
		return new Answer(told.plus(took.dividedBy(2)), nanos, took, this.machine.instant());
	}

	private void compare(Answer answer) {
		Duration before = this.ahead;
		this.ahead = Duration.between(answer.time(), answer.machine());
		if (off(this.ahead) && !off(before)) {
			log.warn("event=clock-wrong seconds={} advice=\"set this machine's clock; the hub goes by the ledger's\"",
					this.ahead.toSeconds());
		}
		else if (off(before) && !off(this.ahead)) {
			log.info("event=clock-right");
		}
	}

	private static boolean off(Duration ahead) {
		return ahead.abs().compareTo(OFF) > 0;
	}

	/**
	 * What the ledger told.
	 *
	 * @param time by the ledger, when the answer was there
	 * @param nanos what was counted then
	 * @param took how long the answer took
	 * @param machine by this node's machine
	 */
	private record Answer(Instant time, long nanos, Duration took, Instant machine) {
	}

	/**
	 * A jump that is not followed yet.
	 *
	 * @param by how far the ledger is from the time that this node goes by
	 * @param heard what was counted then
	 */
	private record Jump(Duration by, long heard) {
	}

	/**
	 * What this node goes by.
	 *
	 * @param at the time
	 * @param nanos what was counted then
	 * @param answer the last one
	 * @param jump that was heard of, or null
	 * @param settled what is counted when leases can be told by the time
	 */
	private record Reading(Instant at, long nanos, Answer answer, Jump jump, long settled) {

		Instant time(long now) {
			return this.at.plusNanos(now - this.nanos);
		}

	}

}
