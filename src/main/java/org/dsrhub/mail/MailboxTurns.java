package org.dsrhub.mail;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.LedgerClock;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which node reads a mailbox now, so that one at a time does, and what became of the last
 * time. A change for the worse or the better is logged once.
 */
@Component
public class MailboxTurns {

	private static final Logger log = LoggerFactory.getLogger(MailboxTurns.class);

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final HubProperties hub;

	private final Clock clock;

	private final LedgerClock ledger;

	private final Set<Turn> held = ConcurrentHashMap.newKeySet();

	MailboxTurns(JdbcClient jdbc, Transactions transactions, HubProperties hub, Clock clock, LedgerClock ledger) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.hub = hub;
		this.clock = clock;
		this.ledger = ledger;
	}

	/**
	 * Takes a mailbox's turn.
	 * @return whether this node may read it now
	 */
	public boolean take(String tenant, MailboxName mailbox) {
		if (!this.ledger.steady()) {
			return false;
		}
		Turn turn = new Turn(tenant, mailbox);
		boolean taken = this.transactions.run(() -> {
			if (update(turn) == 1) {
				return true;
			}
			boolean known = this.jdbc.sql("select count(*) from mailbox where tenant = ? and mailbox = ?")
				.params(tenant, mailbox.label())
				.query(Long.class)
				.single() > 0;
			if (!known) {
				this.jdbc.sql("insert into mailbox (tenant, mailbox) values (?, ?)")
					.params(tenant, mailbox.label())
					.update();
			}
			return !known && update(turn) == 1;
		});
		if (taken) {
			this.held.add(turn);
		}
		return taken;
	}

	private int update(Turn turn) {
		Instant now = this.clock.instant();
		return this.jdbc
			.sql("update mailbox set node = ?, until = ? where tenant = ? and mailbox = ?"
					+ " and (until is null or until < ? or node = ?)")
			.params(this.hub.node(), Timestamps.of(now.plus(this.hub.lease())), turn.tenant(), turn.mailbox().label(),
					Timestamps.of(this.ledger.leasesOver(now)), this.hub.node())
			.update();
	}

	/**
	 * Holds the turns of this node for as long again.
	 */
	@Transactional
	public void renew() {
		this.held.forEach(this::update);
	}

	/**
	 * Gives a turn back.
	 * @param fault why the mailbox could not be read, in words without a secret or an
	 * address; empty if it could
	 */
	@Transactional
	public void end(String tenant, MailboxName mailbox, Optional<String> fault) {
		this.held.remove(new Turn(tenant, mailbox));
		String before = this.jdbc.sql("select fault from mailbox where tenant = ? and mailbox = ?")
			.params(tenant, mailbox.label())
			.query((row, number) -> Optional.ofNullable(row.getString("fault")))
			.single()
			.orElse(null);
		OffsetDateTime now = Timestamps.of(this.clock.instant());
		this.jdbc.sql("update mailbox set until = null, fault = ?, fault_at = case when ? = 1 then ? else fault_at end,"
				+ " read_at = case when ? = 1 then ? else read_at end where tenant = ? and mailbox = ? and node = ?")
			.params(fault.orElse(null), fault.isPresent() ? 1 : 0, now, fault.isPresent() ? 0 : 1, now, tenant,
					mailbox.label(), this.hub.node())
			.update();
		if (!Objects.equals(before, fault.orElse(null))) {
			fault.ifPresentOrElse(
					(words) -> log.warn("event=mailbox-fault tenant={} mailbox={} reason=\"{}\"", tenant,
							mailbox.label(), words),
					() -> log.info("event=mailbox-again tenant={} mailbox={}", tenant, mailbox.label()));
		}
	}

	private record Turn(String tenant, MailboxName mailbox) {
	}

}
