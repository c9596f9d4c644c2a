package org.dsrhub.intake;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.LedgerClock;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.node.Drain;
import org.dsrhub.node.Held;
import org.dsrhub.request.LeaseLost;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How far each inbox file was taken.
 */
@Component
class TakenFiles implements InitializingBean, Held {

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final Clock clock;

	private final LedgerClock ledger;

	private final HubProperties hub;

	private final Drain drain;

	/**
	 * Another one for each process: two that are given one name by mistake share no file.
	 */
	private final UUID lease = UUID.randomUUID();

	TakenFiles(JdbcClient jdbc, Transactions transactions, Clock clock, LedgerClock ledger, HubProperties hub,
			Drain drain) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.clock = clock;
		this.ledger = ledger;
		this.hub = hub;
		this.drain = drain;
	}

	/**
	 * What a node of this name left when it was killed is free at once.
	 */
	@Override
	public void afterPropertiesSet() {
		this.jdbc.sql("update inbox_file set lease = null where node = ? and lease is not null")
			.param(this.hub.node())
			.update();
	}

	/**
	 * Nothing: a file that is being taken when this node leaves stops at its next rows.
	 */
	@Override
	public int held() {
		return 0;
	}

	/**
	 * Others may go on at once with the files that this node was taking, and look at
	 * those that it has taken.
	 */
	@Override
	public int handBack() {
		return this.transactions.run(() -> {
			int back = this.jdbc.sql("update inbox_file set lease = null where lease = ? and unsettled is not null")
				.param(this.lease)
				.update();
			this.jdbc.sql("update inbox_file set lease = null where lease = ?").param(this.lease).update();
			return back;
		});
	}

	/**
	 * The taking of a file with this content that was not settled.
	 */
	Optional<TakenFile> unsettled(String tenant, String sha256) {
		return this.jdbc.sql("select id, target from inbox_file where tenant = ? and unsettled = ?")
			.params(tenant, sha256)
			.query(TakenFile.class)
			.optional();
	}

	/**
	 * The taking of what a mail carries: also once it is settled, so that a mail that is
	 * shown again is not taken again.
	 */
	private Optional<TakenFile> mailed(String sha256, UUID mail) {
		return this.jdbc.sql("select id, target from inbox_file where mail = ? and sha256 = ?")
			.params(mail, sha256)
			.query(TakenFile.class)
			.optional();
	}

	/**
	 * The taking of this content, begun now unless it was begun before, and claimed by
	 * this process.
	 * @param mail the mail that it came with, or null
	 * @return empty if another one is taking it, this one leaves, or the time has just
	 * jumped
	 */
	Optional<TakenFile> claim(String tenant, String sha256, UUID mail) {
		if (this.drain.begun() || !this.ledger.steady()) {
			return Optional.empty();
		}
		return this.transactions.run(() -> {
			TakenFile file = ((mail != null) ? mailed(sha256, mail) : unsettled(tenant, sha256))
				.orElseGet(() -> begin(tenant, sha256, mail));
			int claimed = this.jdbc
				.sql("update inbox_file set node = ?, lease = ?, due = ? "
						+ "where id = ? and (lease is null or lease = ? or due <= ?)")
				.params(this.hub.node(), this.lease, until(), file.id(), this.lease,
						Timestamps.of(this.ledger.leasesOver(this.clock.instant())))
				.update();
			return Optional.of(file).filter((one) -> claimed > 0);
		});
	}

	/**
	 * Holds a file for as long again, in the transaction that takes rows of it.
	 * @throws LeaseLost if another node is taking it now, or this one leaves
	 */
	void hold(UUID file) {
		if (this.drain.begun()) {
			throw new LeaseLost("file=" + file);
		}
		int held = this.jdbc.sql("update inbox_file set due = ? where id = ? and lease = ?")
			.params(until(), file, this.lease)
			.update();
		if (held == 0) {
			throw new LeaseLost("file=" + file);
		}
	}

	private TakenFile begin(String tenant, String sha256, UUID mail) {
		TakenFile file = new TakenFile(UUID.randomUUID(), null);
		this.jdbc.sql("insert into inbox_file (id, tenant, sha256, unsettled, seen_at, mail) values (?, ?, ?, ?, ?, ?)")
			.params(file.id(), tenant, sha256, sha256, Timestamps.of(this.clock.instant()), mail)
			.update();
		return file;
	}

	private OffsetDateTime until() {
		return Timestamps.of(this.clock.instant().plus(this.hub.lease()));
	}

	/**
	 * The number of the last row that was taken, 0 at the beginning.
	 */
	long progress(UUID file) {
		return this.jdbc.sql("select coalesce(max(number), 0) from inbox_row where file = ?")
			.param(file)
			.query(Long.class)
			.single();
	}

	boolean taken(UUID file, long number) {
		return this.jdbc.sql("select count(*) from inbox_row where file = ? and number = ?")
			.params(file, number)
			.query(Long.class)
			.single() > 0;
	}

	void record(UUID file, long number, UUID receipt, String errors) {
		this.jdbc.sql("insert into inbox_row (file, number, receipt, errors) values (?, ?, ?, ?)")
			.params(file, number, receipt, errors)
			.update();
	}

	/**
	 * The receipts of the rows that were taken, in the order of the file.
	 */
	List<UUID> receipts(UUID file) {
		return this.jdbc.sql("select receipt from inbox_row where file = ? and receipt is not null order by number")
			.param(file)
			.query(UUID.class)
			.list();
	}

	long bad(UUID file) {
		return this.jdbc.sql("select count(*) from inbox_row where file = ? and errors is not null")
			.param(file)
			.query(Long.class)
			.single();
	}

	/**
	 * Each bad row's errors, a JSON array, in the order of the file.
	 */
	void errors(UUID file, Consumer<String> each) {
		this.jdbc.sql("select errors from inbox_row where file = ? and errors is not null order by number")
			.param(file)
			.query((RowCallbackHandler) (row) -> each.accept(row.getString("errors")));
	}

	/**
	 * Remembers where the file will be moved, unless another node was first.
	 * @return where it will be moved
	 */
	String aim(UUID file, String target) {
		this.jdbc.sql("update inbox_file set target = ? where id = ? and target is null").params(target, file).update();
		return this.jdbc.sql("select target from inbox_file where id = ?").param(file).query(String.class).single();
	}

	void settle(UUID file) {
		this.jdbc.sql("update inbox_file set unsettled = null, settled_at = ? where id = ? and unsettled is not null")
			.params(Timestamps.of(this.clock.instant()), file)
			.update();
	}

	/**
	 * A file being taken.
	 *
	 * @param target where it is moved at the end, below its folder; null until then
	 */
	record TakenFile(UUID id, String target) {
	}

}
