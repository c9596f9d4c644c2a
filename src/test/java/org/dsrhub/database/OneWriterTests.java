package org.dsrhub.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OneWriterTests {

	private final OneWriter ledger = new OneWriter(
			new DriverManagerDataSource("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID())),
			Duration.ofMillis(200));

	private final JdbcClient jdbc = JdbcClient.create(this.ledger);

	private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.ledger));

	@BeforeEach
	void table() {
		this.jdbc.sql("create table thing (id int primary key)").update();
		this.jdbc.sql("insert into thing values (0)").update();
	}

	@ParameterizedTest
	@ValueSource(strings = { "insert into thing values (1)", "update thing set id = 1", "delete from thing",
			" \n Merge into thing key (id) values (1)", "select id from thing for update",
			"select id from thing\n FOR  UPDATE skip locked", "/* select */ insert into thing values (1)",
			"select id /* all */ from thing -- of them\nfor update" })
	void nobody_writes_while_a_transaction_does(String statement) throws Exception {
		try (Busy busy = new Busy(statement)) {
			assertThatExceptionOfType(ConcurrencyFailureException.class).isThrownBy(() -> insert(2));
			assertThat(busy.holds()).isTrue();
		}
		insert(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "select count(*) from thing", "\n\t\tSELECT id from thing", "values (1)" })
	void who_only_reads_holds_nobody_up_and_is_held_up_by_nobody(String statement) throws Exception {
		try (Busy reading = new Busy(statement)) {
			insert(2);
			assertThat(reading.holds()).isTrue();
		}
		try (Busy writing = new Busy("insert into thing values (3)")) {
			assertThat(this.jdbc.sql("select id from thing").query(Integer.class).list()).containsExactly(0, 2);
			assertThat(writing.holds()).isTrue();
		}
	}

	static Stream<Consumer<OneWriterTests>> endings() {
		return Stream.of((test) -> test.insert(1), (test) -> test.transaction.executeWithoutResult((status) -> {
			test.insert(1);
			status.setRollbackOnly();
		}), (test) -> test.transaction.executeWithoutResult((status) -> {
			test.insert(1);
			Object before = status.createSavepoint();
			test.insert(2);
			status.rollbackToSavepoint(before);
		}), (test) -> assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> test.insert(0)),
				(test) -> new JdbcTemplate(test.ledger).batchUpdate("insert into thing values (7)",
						"insert into thing values (8)"),
				(test) -> new JdbcTemplate(test.ledger).execute("insert into thing values (7)"),
				OneWriterTests::abandon);
	}

	@ParameterizedTest
	@MethodSource("endings")
	void the_turn_ends_with_the_transaction_however_it_ends(Consumer<OneWriterTests> writing) throws Exception {
		writing.accept(this);
		CompletableFuture.runAsync(() -> insert(9)).get(10, TimeUnit.SECONDS);
	}

	@Test
	void a_savepoint_does_not_end_the_turn() throws Exception {
		this.transaction.executeWithoutResult((status) -> {
			insert(1);
			status.rollbackToSavepoint(status.createSavepoint());
			assertThat(CompletableFuture.runAsync(() -> insert(9))).failsWithin(Duration.ofSeconds(10));
		});
	}

	@Test
	void a_transaction_within_a_transaction_writes_in_the_same_turn() {
		TransactionTemplate inner = new TransactionTemplate(this.transaction.getTransactionManager());
		inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transaction.executeWithoutResult((status) -> {
			insert(1);
			inner.executeWithoutResult((within) -> insert(2));
			assertThat(CompletableFuture.runAsync(() -> insert(9))).failsWithin(Duration.ofSeconds(10));
		});
		assertThat(this.jdbc.sql("select id from thing order by id").query(Integer.class).list()).containsExactly(0, 1,
				2);
	}

	private void insert(int id) {
		this.jdbc.sql("insert into thing values (?)").param(id).update();
	}

	private void abandon() {
		try (Connection connection = this.ledger.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.executeUpdate("insert into thing values (1)");
			assertThat(statement.getConnection()).isSameAs(connection);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Another thread's transaction, in which a statement has been executed.
	 */
	private final class Busy implements AutoCloseable {

		private final CountDownLatch executed = new CountDownLatch(1);

		private final CountDownLatch over = new CountDownLatch(1);

		private final CompletableFuture<Void> thread;

		Busy(String statement) throws InterruptedException {
			this.thread = CompletableFuture
				.runAsync(() -> OneWriterTests.this.transaction.executeWithoutResult((status) -> hold(statement)));
			assertThat(this.executed.await(10, TimeUnit.SECONDS)).isTrue();
		}

		private void hold(String statement) {
			new JdbcTemplate(OneWriterTests.this.ledger).execute(statement);
			this.executed.countDown();
			try {
				this.over.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		boolean holds() {
			return !this.thread.isDone();
		}

		@Override
		public void close() {
			this.over.countDown();
			this.thread.orTimeout(10, TimeUnit.SECONDS).join();
		}

	}

}
