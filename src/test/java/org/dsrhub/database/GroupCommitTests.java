package org.dsrhub.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;
import org.slf4j.MDC;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class GroupCommitTests {

	private final DataSource ledger = new DriverManagerDataSource(
			"jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));

	private final JdbcClient jdbc = JdbcClient.create(this.ledger);

	private final Commits commits = new Commits(this.ledger);

	private final GroupCommit group = new GroupCommit(new Transactions(this.commits), this.ledger);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Map<String, String> logged = new ConcurrentHashMap<>();

	private final CountDownLatch first = new CountDownLatch(1);

	@BeforeEach
	void setUp() {
		this.jdbc.sql("create table step (name varchar primary key)").update();
	}

	@AfterEach
	void tearDown() {
		this.threads.shutdownNow();
		this.jdbc.sql("shutdown").update();
	}

	@Test
	void steps_that_wait_for_each_other_share_a_commit_and_none_returns_before_it() throws Exception {
		List<CompletableFuture<String>> steps = behind("a", this::write, this::write, this::write);
		CountDownLatch committing = this.commits.hold();
		this.first.countDown();
		assertThat(committing.await(1, TimeUnit.MINUTES)).isTrue();
		assertThat(steps).noneMatch(CompletableFuture::isDone);
		assertThat(written()).isEmpty();
		this.commits.release();
		for (CompletableFuture<String> step : steps) {
			step.get(1, TimeUnit.MINUTES);
		}
		assertThat(this.commits.count()).isOne();
		assertThat(steps.get(3).get()).isEqualTo("2");
		assertThat(written()).containsExactly("0", "1", "2", "a");
	}

	@Test
	void a_step_that_fails_takes_nobody_along_and_nothing_is_written_twice() throws Exception {
		List<CompletableFuture<String>> steps = behind("a", this::write, (name) -> {
			write(name);
			throw new IllegalStateException("a fault");
		}, this::write);
		this.first.countDown();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> steps.get(2).get(1, TimeUnit.MINUTES))
			.withCauseInstanceOf(IllegalStateException.class);
		for (int step : List.of(0, 1, 3)) {
			steps.get(step).get(1, TimeUnit.MINUTES);
		}
		assertThat(written()).containsExactly("0", "2", "a");
	}

	@Test
	void an_error_of_one_step_is_its_own() throws Exception {
		List<CompletableFuture<String>> steps = behind("a", this::write, (name) -> {
			throw new StackOverflowError("a fault");
		});
		this.first.countDown();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> steps.get(2).get(1, TimeUnit.MINUTES))
			.withCauseInstanceOf(StackOverflowError.class);
		for (int step : List.of(0, 1)) {
			steps.get(step).get(1, TimeUnit.MINUTES);
		}
		assertThat(written()).containsExactly("0", "a");
	}

	@Test
	void a_step_that_another_was_quicker_than_is_run_afresh() {
		AtomicInteger runs = new AtomicInteger();
		this.group.run(() -> {
			if (runs.incrementAndGet() < 3) {
				throw new DuplicateKeyException("another was quicker");
			}
			return write("a");
		});
		assertThat(runs).hasValue(3);
		assertThat(written()).containsExactly("a");
	}

	@Test
	void what_a_step_logs_is_told_with_its_own_context_whoever_runs_it() throws Exception {
		List<CompletableFuture<String>> steps = behind("a", (name) -> MDC.get("step"), (name) -> MDC.get("step"));
		this.first.countDown();
		for (CompletableFuture<String> step : steps) {
			step.get(1, TimeUnit.MINUTES);
		}
		assertThat(steps).extracting(CompletableFuture::get).containsExactly("a", "0", "1");
		assertThat(this.logged).as("after it").containsOnly(entry("a", "a"), entry("0", "0"), entry("1", "1"));
	}

	@Test
	void a_step_by_itself_that_fails_is_run_once() {
		AtomicInteger runs = new AtomicInteger();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.group.run(() -> {
			runs.incrementAndGet();
			throw new IllegalStateException("a fault");
		}));
		assertThat(runs).hasValue(1);
	}

	@Test
	void what_could_not_begin_is_not_run_by_others_later() {
		this.commits.refuse(true);
		assertThatExceptionOfType(CannotCreateTransactionException.class)
			.isThrownBy(() -> this.group.run(() -> write("a")));
		this.commits.refuse(false);
		this.group.run(() -> write("b"));
		assertThat(written()).containsExactly("b");
	}

	@Test
	void inside_a_transaction_a_step_is_part_of_it() {
		new TransactionTemplate(this.commits).executeWithoutResult((status) -> {
			this.group.run(() -> write("a"));
			status.setRollbackOnly();
		});
		assertThat(written()).isEmpty();
	}

	@Test
	void steps_of_a_ledger_that_nodes_share_do_not_wait_for_each_other() throws Exception {
		GroupCommit shared = new GroupCommit(new Transactions(this.commits), postgresql());
		CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> shared.run(() -> waitAndWrite("a")),
				this.threads);
		Awaitility.await().until(() -> this.commits.begun() == 1);
		shared.run(() -> write("b"));
		assertThat(written()).containsExactly("b");
		this.first.countDown();
		waiting.get(1, TimeUnit.MINUTES);
		assertThat(written()).containsExactly("a", "b");
	}

	/**
	 * A step that waits, and steps that come meanwhile.
	 */
	@SafeVarargs
	private List<CompletableFuture<String>> behind(String name, UnaryOperator<String>... others) {
		List<CompletableFuture<String>> steps = new ArrayList<>();
		steps.add(CompletableFuture.supplyAsync(() -> run(name, this::waitAndWrite), this.threads));
		Awaitility.await().until(() -> this.commits.begun() == 1);
		for (int i = 0; i < others.length; i++) {
			String other = String.valueOf(i);
			UnaryOperator<String> work = others[i];
			steps.add(CompletableFuture.supplyAsync(() -> run(other, work), this.threads));
			int waiting = i + 1;
			Awaitility.await().until(() -> this.group.waiting() == waiting);
		}
		return steps;
	}

	private String run(String name, UnaryOperator<String> work) {
		MDC.put("step", name);
		String result = this.group.run(() -> work.apply(name));
		this.logged.put(name, MDC.get("step"));
		return result;
	}

	private String waitAndWrite(String name) {
		try {
			assertThat(this.first.await(1, TimeUnit.MINUTES)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return write(name);
	}

	private String write(String name) {
		this.jdbc.sql("insert into step (name) values (?)").param(name).update();
		return name;
	}

	private List<String> written() {
		return this.jdbc.sql("select name from step order by name").query(String.class).list();
	}

	private static DataSource postgresql() throws SQLException {
		DataSource shared = mock(DataSource.class, Answers.RETURNS_DEEP_STUBS);
		given(shared.getConnection().getMetaData().getURL()).willReturn("jdbc:postgresql://ledger/dsr");
		return shared;
	}

	/**
	 * Counts commits, and holds them up.
	 */
	private static final class Commits extends DataSourceTransactionManager {

		private static final long serialVersionUID = 1L;

		private final transient AtomicInteger begun = new AtomicInteger();

		private final transient AtomicInteger count = new AtomicInteger();

		private final transient CountDownLatch committing = new CountDownLatch(1);

		private final transient CountDownLatch released = new CountDownLatch(1);

		private volatile boolean held;

		private volatile boolean refused;

		Commits(DataSource ledger) {
			super(ledger);
		}

		int begun() {
			return this.begun.get();
		}

		int count() {
			return this.count.get();
		}

		CountDownLatch hold() {
			this.held = true;
			return this.committing;
		}

		void release() {
			this.released.countDown();
		}

		void refuse(boolean refused) {
			this.refused = refused;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			if (this.refused) {
				throw new CannotCreateTransactionException("the ledger is away");
			}
			super.doBegin(transaction, definition);
			this.begun.incrementAndGet();
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.committing.countDown();
			try {
				if (this.held && !this.released.await(1, TimeUnit.MINUTES)) {
					throw new IllegalStateException("nobody let it go on");
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			super.doCommit(status);
			this.count.incrementAndGet();
		}

	}

}
