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
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The time that all nodes go by: the ledger's, asked for several times in the time of a
 * lease, and counted on in between by a clock that nobody sets. So a node whose machine
 * has the wrong time takes no lease of another for over.
 * <p>
 * Where the ledger's own clock jumps, nodes hear of it one after the other. So nobody
 * takes what may be another's for as long as a lease lasts, and in the middle of that,
 * when all have heard of it, each sets its time.
 */
public class LedgerClock implements InstantSource {

	private static final Logger log = LoggerFactory.getLogger(LedgerClock.class);

	/** What an answer may be late. */
	private static final Duration NEAR = Duration.ofMillis(100);

	/** A machine that is further off is told of. */
	private static final Duration OFF = Duration.ofSeconds(5);

	private static final int TRIES = 5;

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
		JdbcClient jdbc = JdbcClient.create(ledger);
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
		Duration jump = Duration.between(now.time(answer.nanos()), answer.time());
		if (jump.abs().compareTo(NEAR) <= 0 || jump.abs().compareTo(answer.took()) <= 0) {
			return new Reading(now.at(), now.nanos(), answer, null, now.settled());
		}
		if (jump.abs().compareTo(this.lease.dividedBy(3)) <= 0) {
			// Leases have longer than that to go.
			return new Reading(answer.time(), answer.nanos(), answer, null, now.settled());
		}
		if (now.jumped() == null) {
			log.warn(
					"event=time-jumped seconds={} advice=\"see what set the ledger's clock, or let this machine sleep\"",
					jump.toSeconds());
			return new Reading(now.at(), now.nanos(), answer, answer.nanos(), answer.nanos() + this.lease.toNanos());
		}
		if (answer.nanos() - now.jumped() < this.lease.dividedBy(2).toNanos()) {
			return new Reading(now.at(), now.nanos(), answer, now.jumped(), now.settled());
		}
		log.warn("event=time-set seconds={}", jump.toSeconds());
		return new Reading(answer.time(), answer.nanos(), answer, null,
				answer.nanos() + this.lease.dividedBy(2).toNanos());
	}

	/**
	 * Until when a lease must have lasted to be over: until now, but for no lease while
	 * that cannot be told, because the time has just jumped, this machine slept or its
	 * clock jumped, or the ledger has not answered for long.
	 * @param now the time, asked for before
	 */
	public Instant leasesOver(Instant now) {
		return settled() ? now : Instant.EPOCH;
	}

	/**
	 * Whether leases of others can be told by the time. To be asked after the time.
	 */
	public boolean settled() {
		Reading now = this.reading;
		long nanos = this.nanos.getAsLong();
		Duration passed = Duration.ofNanos(nanos - now.answer().nanos());
		Duration slept = Duration.between(now.answer().machine(), this.machine.instant()).minus(passed);
		return now.jumped() == null && nanos - now.settled() >= 0 && passed.compareTo(this.lease) <= 0
				&& slept.abs().compareTo(this.lease.dividedBy(3)) <= 0;
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
	 * What this node goes by.
	 *
	 * @param at the time
	 * @param nanos what was counted then
	 * @param answer the last one
	 * @param jumped what was counted when a jump was heard of that is not followed yet,
	 * or null
	 * @param settled what is counted when leases can be told by the time
	 */
	private record Reading(Instant at, long nanos, Answer answer, Long jumped, long settled) {

		Instant time(long now) {
			return this.at.plusNanos(now - this.nanos);
		}

	}

}
