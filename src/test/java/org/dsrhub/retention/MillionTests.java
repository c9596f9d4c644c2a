package org.dsrhub.retention;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.dsrhub.TestDatabase;
import org.dsrhub.database.Timestamps;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Very many rows, listed as a stream and removed in batches. {@code -Dsize=full} tries a
 * million of them, of which {@code docs/performance.md} tells.
 */
class MillionTests {

	private static final long ROWS = "full".equals(System.getProperty("size")) ? 1_000_000 : 5_000;

	private static final int BATCH = 1_000;

	private static final Instant CLOSED = Instant.parse("2026-01-10T12:00:00Z");

	@TempDir
	private Path folder;

	private AgedLedger ledger;

	private JdbcTemplate jdbc;

	@BeforeEach
	void begin() throws IOException {
		this.ledger = new AgedLedger(this.folder, database());
		this.jdbc = new JdbcTemplate(this.ledger.shop.database());
		this.ledger.at(CLOSED.plus(Duration.ofDays(60)));
	}

	@AfterEach
	void end() {
		if (TestDatabase.settings().isEmpty()) {
			this.jdbc.execute("shutdown");
		}
	}

	@Test
	void idempotency_keys() {
		insert("insert into filing_key values ('contoso', 'olga', ?, 'b', ?, ?)", ROWS,
				(i) -> new Object[] { "k" + i, UUID.randomUUID(), Timestamps.of(CLOSED.plusMillis(i)) });
		purge("idempotency-keys", ROWS);
		assertThat(this.ledger.count("filing_key")).isZero();
	}

	@Test
	void evidence() {
		long requests = ROWS / 10;
		List<UUID> ids = new ArrayList<>();
		insert("insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by, roles,"
				+ " received_at, registered_at, deadline, closed_at, evidence_hash) values (?, 'contoso', ?, 'access',"
				+ " 'completed', '{}', 'f', 'rest', 'olga', '', ?, ?, ?, ?, 'h')", requests, (i) -> {
					UUID id = UUID.randomUUID();
					ids.add(id);
					return new Object[] { id, "R-" + i, Timestamps.of(CLOSED), Timestamps.of(CLOSED),
							java.time.LocalDate.of(2026, 2, 10), Timestamps.of(CLOSED.plusMillis(i)) };
				});
		insert("insert into evidence values (?, ?, ?)", requests * 10,
				(i) -> new Object[] { ids.get((int) (i / 10)), (int) (i % 10) + 1, "x".repeat(300) });
		insert("insert into reference values ('contoso', ?, 'f', ?)", requests,
				(i) -> new Object[] { "R-" + i, ids.get((int) i) });
		insert("insert into task (id, request, tenant, source, system, state) values (?, ?, 'contoso', ?, 's', 'done')",
				requests * 5, (i) -> new Object[] { UUID.randomUUID(), ids.get((int) (i / 5)), "source-" + i % 5 });
		purge("evidence", requests);
		assertThat(this.ledger.count("request")).isZero();
		assertThat(this.ledger.count("evidence")).isZero();
	}

	private void purge(String category, long rows) {
		System.gc();
		Instant begin = Instant.now();
		List<Due> batch = new ArrayList<>();
		List<List<Due>> first = new ArrayList<>();
		AtomicLong listed = new AtomicLong();
		this.ledger.transactions.run(() -> {
			try (Stream<Due> due = this.ledger.stream(category, "contoso", "P30D")) {
				due.forEach((one) -> listed.incrementAndGet());
			}
			return listed;
		});
		assertThat(listed.get()).isEqualTo(rows);
		Duration listing = Duration.between(begin, Instant.now());
		begin = Instant.now();
		for (long removed = 0; removed < rows; removed += batch.size()) {
			batch = this.ledger.transactions.run(() -> {
				try (Stream<Due> due = this.ledger.stream(category, "contoso", "P30D")) {
					return due.limit(BATCH).toList();
				}
			});
			if (first.isEmpty()) {
				first.add(batch);
			}
			assertThat(this.ledger.remove(category, "contoso", "P30D", batch)).containsOnly(Removal.State.REMOVED);
		}
		Duration removing = Duration.between(begin, Instant.now());
		assertThat(this.ledger.remove(category, "contoso", "P30D", first.get(0))).containsOnly(Removal.State.GONE);
		long peak = ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == java.lang.management.MemoryType.HEAP)
			.map(MemoryPoolMXBean::getPeakUsage)
			.mapToLong(java.lang.management.MemoryUsage::getUsed)
			.sum();
		org.slf4j.LoggerFactory.getLogger(MillionTests.class)
			.info("event=measured category={} things={} listing={} removing={} rate={}/s heap-pools-peak={}MB",
					category, rows, listing, removing, rows * 1_000 / Math.max(1, removing.toMillis()), peak >> 20);
	}

	/**
	 * On the disk, as an installation has it.
	 */
	private DataSource database() {
		if (!TestDatabase.settings().isEmpty()) {
			return TestDatabase.ledger();
		}
		DataSource ledger = new DriverManagerDataSource(
				"jdbc:h2:file:" + this.folder.resolve("ledger") + ";DB_CLOSE_DELAY=-1;WRITE_DELAY=0");
		Flyway.configure().dataSource(ledger).load().migrate();
		return ledger;
	}

	private void insert(String sql, long rows, java.util.function.LongFunction<Object[]> row) {
		this.ledger.transactions.run(() -> {
			List<Object[]> batch = new ArrayList<>();
			for (long i = 0; i < rows; i++) {
				batch.add(row.apply(i));
				if (batch.size() == 10_000 || i == rows - 1) {
					this.jdbc.batchUpdate(sql, batch);
					batch.clear();
				}
			}
			return rows;
		});
	}

}
