package org.dsrhub.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import org.dsrhub.OwnProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CompactionTests {

	private static final int ROWS = 500;

	private static final String TEXT = "x".repeat(2000);

	@TempDir
	Path folder;

	@Test
	void the_file_stops_growing_where_it_would_grow_without_end() throws Exception {
		long left = grown("left", false);
		long compacted = grown("compacted", true);
		assertThat(compacted).isLessThan(left / 2);
	}

	/**
	 * Whichever moment it is killed in: of what was committed nothing is lost, and of
	 * nothing a part is there.
	 */
	@Test
	void a_process_that_is_killed_while_it_compacts_loses_nothing() throws Exception {
		Path log = this.folder.resolve("log");
		try (Embedded ledger = new Embedded(this.folder.resolve("ledger"))) {
			ledger.fill();
		}
		for (int kill = 0; kill < 4; kill++) {
			List<String> command = Stream
				.concat(Stream.of(OwnProcess.java()), Stream.concat(OwnProcess.program(Writing.class).stream(),
						Stream.of(this.folder.resolve("ledger").toString())))
				.toList();
			OwnProcess process = OwnProcess.start(command, log);
			int before = told(log).size();
			int rounds = 400 + 130 * kill;
			process.await(() -> told(log).size() > before + rounds);
			process.kill();
			List<Integer> told = told(log);
			try (Embedded ledger = new Embedded(this.folder.resolve("ledger"))) {
				assertThat(ledger.numbers("one")).hasSize(ROWS).isEqualTo(ledger.numbers("other"));
				assertThat(ledger.last()).isGreaterThanOrEqualTo(told.get(told.size() - 1));
			}
		}
	}

	@Test
	void it_waits_for_its_turn() throws Exception {
		try (Embedded ledger = new Embedded(this.folder.resolve("ledger"))) {
			ledger.fill();
			IntStream.range(0, ROWS).forEach(ledger::change);
			CountDownLatch told = new CountDownLatch(1);
			ledger.transaction.executeWithoutResult((status) -> {
				ledger.jdbc.sql("update one set number = 7 where id = 0").update();
				Thread other = new Thread(() -> {
					assertThatThrownBy(() -> ledger.writer.write(Connection::getAutoCommit))
						.isInstanceOf(SQLException.class)
						.hasMessageContaining("being written to by others");
					told.countDown();
				});
				other.start();
				assertThatNoException().isThrownBy(told::await);
			});
			assertThat(ledger.writer.write(Connection::getAutoCommit)).isTrue();
		}
	}

	@Test
	void a_ledger_that_has_no_one_writer_is_left_alone() throws SQLException {
		try (HikariDataSource shared = new HikariDataSource()) {
			shared.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/ledger");
			shared.setInitializationFailTimeout(-1);
			new Compaction(shared).compact();
		}
	}

	private long grown(String name, boolean compacting) throws Exception {
		try (Embedded ledger = new Embedded(this.folder.resolve(name))) {
			ledger.fill();
			for (int number = 1; number <= 1500; number++) {
				ledger.change(number);
				if (compacting && number % 5 == 0) {
					ledger.compaction.compact();
				}
			}
			return Files.size(this.folder.resolve(name + ".mv.db"));
		}
	}

	private static List<Integer> told(Path log) throws IOException {
		String lines = Files.readString(log);
		return lines.substring(0, lines.lastIndexOf('\n') + 1).lines().map(Integer::valueOf).toList();
	}

	/**
	 * A ledger as the hub opens it, except that what is old need not be so for long.
	 */
	private static final class Embedded implements AutoCloseable {

		private final OneWriter writer;

		private final JdbcClient jdbc;

		private final TransactionTemplate transaction;

		private final Compaction compaction;

		Embedded(Path file) {
			this.writer = new OneWriter(new DriverManagerDataSource(
					"jdbc:h2:file:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;RETENTION_TIME=0"
						.formatted(file),
					"hub", ""), Duration.ofMillis(500));
			this.jdbc = JdbcClient.create(this.writer);
			this.transaction = new TransactionTemplate(new JdbcTransactionManager(this.writer));
			this.compaction = new Compaction(this.writer);
		}

		void fill() {
			this.jdbc.sql("create table often (text varchar)").update();
			this.jdbc.sql("insert into often values ('')").update();
			for (String table : List.of("one", "other")) {
				this.jdbc.sql("create table %s (id int primary key, number int, text varchar)".formatted(table))
					.update();
				this.jdbc.sql("insert into %s select x - 1, 0, ? from system_range(1, %d)".formatted(table, ROWS))
					.param(TEXT)
					.update();
			}
		}

		/** Beside rows that stay for long there is one that changes each time. */
		void change(int number) {
			this.transaction.executeWithoutResult((status) -> {
				this.jdbc.sql("update often set text = ?").param(number + TEXT.repeat(20)).update();
				for (String table : List.of("one", "other")) {
					this.jdbc.sql("update %s set number = ? where id = ?".formatted(table))
						.params(number, (number * 37) % ROWS)
						.update();
				}
			});
		}

		List<Integer> numbers(String table) {
			return this.jdbc.sql("select number from %s where length(text) = 2000 order by id".formatted(table))
				.query(Integer.class)
				.list();
		}

		int last() {
			return this.jdbc.sql("select max(number) from one").query(Integer.class).single();
		}

		@Override
		public void close() {
			this.jdbc.sql("set db_close_delay 0").update();
		}

	}

	/**
	 * Writes and compacts until it is killed, and tells of each commit.
	 */
	static final class Writing {

		private Writing() {
		}

		public static void main(String[] arguments) throws Exception {
			Embedded ledger = new Embedded(Path.of(arguments[0]));
			for (int number = ledger.last() + 1; true; number++) {
				ledger.change(number);
				System.out.println(number);
				ledger.compaction.compact();
			}
		}

	}

}
