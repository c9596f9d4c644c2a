package org.dsrhub.task;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.SharedQueues;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.node.Pausing;
import org.dsrhub.request.Work;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What nodes may claim together; at most six tasks of a tenant and source at once.
 */
class RunningTests {

	private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

	private static final String USERS = "entra-user";

	private static final LocalDate OVERDUE = LocalDate.of(2026, 11, 20);

	private static final String LOG = "activity-log";

	/** For how many tasks a node has room; it says that it holds others. */
	private static final int ROOM = 1000;

	private static final int NODES = 6;

	private static final int PATIENCE = 20;

	private final MovingClock clock = new MovingClock(NOW);

	private Workshop shop;

	private Transactions transactions;

	private Circuits circuits;

	private TaskClaims one;

	private TaskClaims other;

	@BeforeEach
	void setUp(@TempDir Path folder) throws Exception {
		this.shop = new Workshop(folder);
		Path tenant = folder.resolve("config/tenants/contoso.yaml");
		Files.writeString(tenant, Files.readString(tenant) + "limits: {concurrency: 6}\n");
		Path source = folder.resolve("config/sources/activity-log.yaml");
		Files.writeString(source,
				Files.readString(source).replace("parameters: {}}", "parameters: {}, concurrency: 2}"));
		this.transactions = new Transactions(this.shop.transactions());
		this.circuits = new Circuits(this.shop.jdbc(), this.transactions, this.clock, new Pausing());
		this.one = node();
		this.other = node();
	}

	@Test
	void a_limit_holds_for_all_nodes_together_and_what_ends_makes_room() {
		due("contoso", USERS, 20);
		List<UUID> first = claim(this.one, 4);
		assertThat(first).hasSize(4);
		assertThat(claim(this.other, 10)).hasSize(2);
		assertThat(claim(this.one, 10)).isEmpty();
		end(first.subList(0, 3));
		assertThat(claim(this.other, 10)).hasSize(3);
		assertThat(claim(this.one, 10)).isEmpty();
	}

	@Test
	void the_lower_limit_of_tenant_and_source_holds_and_each_tenant_has_its_own() {
		due("contoso", LOG, 9);
		due("fabrikam", LOG, 9);
		due("fabrikam", USERS, 20);
		assertThat(places(claim(this.one, 100)))
			.containsOnly("contoso/activity-log", "fabrikam/activity-log", "fabrikam/entra-user")
			.hasSize(2 + 2 + 20);
	}

	@ParameterizedTest
	@ValueSource(ints = { 20, 600 })
	void a_tenant_whose_source_is_at_its_limit_slows_nobody_else(int rows) {
		due("contoso", USERS, rows);
		due("contoso", LOG, rows);
		due("fabrikam", LOG, rows);
		due("northwind", USERS, 10);
		List<UUID> claimed = new ArrayList<>();
		for (int number = 0; number < 6 + 2 + 2 + 10; number++) {
			List<UUID> next = claim(this.one, 1);
			assertThat(next).hasSize(1);
			claimed.addAll(next);
		}
		assertThat(claim(this.one, 1)).isEmpty();
		assertThat(places(claimed).stream().collect(Collectors.groupingBy((place) -> place, Collectors.counting())))
			.isEqualTo(Map.of("contoso/entra-user", 6L, "contoso/activity-log", 2L, "fabrikam/activity-log", 2L,
					"northwind/entra-user", 10L));
	}

	@Test
	void of_one_tenant_a_full_source_does_not_hide_another_in_the_same_claim() {
		due("contoso", USERS, 600);
		due("contoso", LOG, 600);
		assertThat(claim(this.one, 10)).hasSize(6 + 2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 20, 600 })
	void a_source_that_rests_hides_nobody(int rows) {
		due("contoso", USERS, rows);
		due("contoso", LOG, 2);
		due("fabrikam", USERS, 5);
		this.circuits.after(this.shop.tenants().get("contoso"), USERS, pause());
		for (int number = 0; number < 2 + 5; number++) {
			assertThat(places(claim(this.one, 1))).hasSize(1).doesNotContain("contoso/entra-user");
		}
		assertThat(claim(this.one, 1)).isEmpty();
	}

	@Test
	void no_task_gives_way_to_a_tenant_whose_source_is_at_its_limit() {
		due("fabrikam", USERS, 1);
		Work work = new Work(claim(this.one, 1).get(0),
				this.shop.jdbc().sql("select lease from task where lease is not null").query(UUID.class).single());
		TaskRow task = tasks().claimed(work);
		due("contoso", USERS, 7);
		assertThat(claim(this.one, 10)).hasSize(6);
		assertThat(this.one.giveWay(work, task, "fabrikam")).isFalse();
		due("contoso", LOG, 1);
		assertThat(this.one.giveWay(work, task, "fabrikam")).isTrue();
	}

	@Test
	void what_a_dead_node_held_does_not_count_once_its_lease_has_run_out() {
		due("contoso", USERS, 12);
		assertThat(claim(this.one, 10)).hasSize(6);
		this.clock.pass(Duration.ofMinutes(6));
		assertThat(claim(this.other, 10)).hasSize(6);
	}

	@Test
	void of_a_service_that_rests_none_is_claimed_before_and_then_one_tries_it() {
		due("contoso", USERS, 12);
		due("fabrikam", USERS, 1);
		this.circuits.after(this.shop.tenants().get("contoso"), USERS, pause());
		List<UUID> others = claim(this.one, 20);
		assertThat(places(others)).containsExactly("fabrikam/entra-user");
		end(others);
		assertThat(this.shop.jdbc()
			.sql("select count(*) from task where tenant = 'contoso' and due >= ? and attempts = 0 and lease is null")
			.param(Timestamps.of(NOW.plusSeconds(600)))
			.query(Integer.class)
			.single()).isEqualTo(12);
		this.clock.pass(Duration.ofSeconds(602));
		assertThat(claim(this.other, 20)).hasSize(1);
		this.clock.pass(Duration.ofSeconds(2));
		assertThat(claim(this.one, 20)).isEmpty();
	}

	@Test
	void of_a_service_that_rests_what_is_overdue_is_claimed_to_spend_a_try_and_nothing_else() {
		due("contoso", USERS, 12);
		due("contoso", USERS, 5, OVERDUE);
		due("fabrikam", USERS, 1);
		this.circuits.after(this.shop.tenants().get("contoso"), USERS, pause());
		List<UUID> first = claim(this.one, 3);
		assertThat(places(first)).containsExactlyInAnyOrder("fabrikam/entra-user", "contoso/entra-user",
				"contoso/entra-user");
		List<UUID> second = claim(this.other, 20);
		assertThat(places(second)).hasSize(3).containsOnly("contoso/entra-user");
		assertThat(this.shop.jdbc()
			.sql("select count(*) from task where tenant = 'contoso' and due >= ? and attempts = 0 and lease is null")
			.param(Timestamps.of(NOW.plusSeconds(600)))
			.query(Integer.class)
			.single()).isEqualTo(12);
		assertThat(claim(this.one, 20)).isEmpty();
	}

	@Test
	void what_is_overdue_is_not_claimed_while_another_task_tries_the_service() {
		due("contoso", USERS, 5, OVERDUE);
		this.circuits.after(this.shop.tenants().get("contoso"), USERS, pause());
		this.clock.pass(Duration.ofSeconds(602));
		assertThat(claim(this.one, 20)).hasSize(1);
		this.circuits.require(this.shop.tenants().get("contoso"), USERS);
		assertThat(claim(this.other, 20)).isEmpty();
		assertThat(this.shop.jdbc()
			.sql("select count(*) from task where due > ? and attempts = 0")
			.param(Timestamps.of(this.clock.instant()))
			.query(Integer.class)
			.single()).isEqualTo(4);
	}

	/**
	 * H2 has one node, and that writes with one thread at a time.
	 */
	@Test
	@EnabledIfSystemProperty(named = "test.database", matches = "postgresql")
	void nodes_that_claim_at_the_same_moment_keep_the_limit_together_however_many_they_are() throws Exception {
		for (int round = 0; round < 10; round++) {
			due("contoso", USERS, 40);
			CyclicBarrier start = new CyclicBarrier(NODES);
			List<UUID> claimed = atOnce(() -> {
				TaskClaims node = node();
				start.await(PATIENCE, TimeUnit.SECONDS);
				return claim(node, 5);
			});
			assertThat(claimed).doesNotHaveDuplicates().hasSizeBetween(1, 6);
			end(claimed);
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "test.database", matches = "postgresql")
	void nodes_that_have_taken_tasks_of_different_sources_do_not_wait_for_each_other() throws Exception {
		due("contoso", USERS, 20);
		due("contoso", LOG, 20);
		due("fabrikam", LOG, 20);
		due("fabrikam", USERS, 200);
		CyclicBarrier begun = new CyclicBarrier(NODES);
		List<UUID> claimed = atOnce(() -> this.transactions.run(() -> {
			TaskClaims node = node();
			List<UUID> first = claim(node, 1);
			await(begun);
			List<UUID> more = claim(node, 10);
			await(begun);
			return Stream.concat(first.stream(), more.stream()).toList();
		}));
		assertThat(claimed).doesNotHaveDuplicates();
		Map<String, Long> places = places(claimed).stream()
			.collect(Collectors.groupingBy((place) -> place, Collectors.counting()));
		assertThat(places.getOrDefault("contoso/entra-user", 0L)).isLessThanOrEqualTo(6);
		assertThat(places.getOrDefault("contoso/activity-log", 0L)).isLessThanOrEqualTo(2);
		assertThat(places.getOrDefault("fabrikam/activity-log", 0L)).isLessThanOrEqualTo(2);
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(PATIENCE, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<UUID> atOnce(Callable<List<UUID>> node) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(NODES);
		try {
			List<UUID> claimed = new ArrayList<>();
			for (Future<List<UUID>> end : threads.invokeAll(Collections.nCopies(NODES, node))) {
				claimed.addAll(end.get());
			}
			return claimed;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static VendorFault pause() {
		return new VendorFault(Reason.THROTTLED, true, NOW.plusSeconds(600), "HTTP 429", null);
	}

	private List<UUID> claim(TaskClaims node, int room) {
		return this.transactions.run(() -> node.claimDue(ROOM - room)).stream().map(Work::id).toList();
	}

	private void end(List<UUID> tasks) {
		tasks.forEach((id) -> this.shop.jdbc()
			.sql("update task set lease = null, due = null where id = ?")
			.param(id)
			.update());
	}

	private List<String> places(List<UUID> tasks) {
		return tasks.stream()
			.map((id) -> this.shop.jdbc()
				.sql("select tenant, source from task where id = ?")
				.param(id)
				.query((row, number) -> row.getString("tenant") + "/" + row.getString("source"))
				.single())
			.toList();
	}

	private void due(String tenant, String source, int tasks) {
		due(tenant, source, tasks, LocalDate.of(2026, 12, 24));
	}

	private void due(String tenant, String source, int tasks, LocalDate deadline) {
		Instant now = this.clock.instant();
		this.transactions.run(() -> {
			IntStream.range(0, tasks).forEach((number) -> {
				UUID request = UUID.randomUUID();
				this.shop.jdbc()
					.sql("insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by, roles, "
							+ "received_at, registered_at, deadline, evidence_hash) "
							+ "values (?, ?, 'r', 'access', 'discovering', '{}', 'f', 'rest', 'olga', '', ?, ?, ?, 'h')")
					.params(request, tenant, Timestamps.of(now), Timestamps.of(now), deadline)
					.update();
				this.shop.jdbc()
					.sql("insert into task (id, request, tenant, source, system, state, due) "
							+ "values (?, ?, ?, ?, 's', 'planned', ?)")
					.params(UUID.randomUUID(), request, tenant, source, Timestamps.of(now.plusMillis(number)))
					.update();
			});
			return tasks;
		});
		this.clock.pass(Duration.ofMillis(tasks));
	}

	private TaskClaims node() {
		HubProperties hub = this.shop.hub();
		HubProperties roomy = new HubProperties(hub.config(), hub.routes(), hub.data(), hub.inbox(), hub.outbox(),
				"test", hub.quiet(), hub.patience(), hub.poll(), hub.lease(), new HubProperties.Work(1, 1, ROOM),
				hub.permanentDeleteAfter(), null, hub.packageLinkValidity(), hub.evidence());
		return new TaskClaims(this.shop.jdbc(), this.clock, roomy, (event) -> {
		}, new SharedQueues(this.shop.jdbc(), this.shop.database(), this.shop.ledgerClock()),
				new Running(this.shop.jdbc(), this.shop.tenants(), this.shop.catalogue(), this.circuits));
	}

	private Tasks tasks() {
		ObjectMapper json = new ObjectMapper();
		return new Tasks(this.shop.jdbc(), new TaskJson(json),
				new FrozenPlans(this.shop.jdbc(), this.shop.transactions(), json));
	}

}
