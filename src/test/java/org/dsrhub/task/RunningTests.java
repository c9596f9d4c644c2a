package org.dsrhub.task;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.database.FirstRows;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What two nodes may claim together; at most six tasks of a tenant and source at once.
 */
class RunningTests {

	private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

	private static final String USERS = "entra-user";

	private static final String LOG = "activity-log";

	private final MovingClock clock = new MovingClock(NOW);

	private Workshop shop;

	private Transactions transactions;

	private Circuits circuits;

	private Running one;

	private Running other;

	@BeforeEach
	void setUp(@TempDir Path folder) throws Exception {
		this.shop = new Workshop(folder);
		Path tenant = folder.resolve("config/tenants/contoso.yaml");
		Files.writeString(tenant, Files.readString(tenant) + "limits: {concurrency: 6}\n");
		Path source = folder.resolve("config/sources/activity-log.yaml");
		Files.writeString(source,
				Files.readString(source).replace("parameters: {}}", "parameters: {}, concurrency: 2}"));
		this.transactions = new Transactions(this.shop.transactions());
		this.circuits = new Circuits(this.shop.jdbc(), this.transactions, this.clock);
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

	@Test
	void tasks_behind_a_source_that_is_at_its_limit_are_not_kept_waiting() {
		due("contoso", USERS, 400);
		this.clock.pass(Duration.ofSeconds(1));
		due("contoso", LOG, 1);
		due("fabrikam", USERS, 1);
		assertThat(places(claim(this.one, 6))).hasSize(6);
		assertThat(places(claim(this.one, 6))).containsExactlyInAnyOrder("contoso/activity-log", "fabrikam/entra-user");
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
		VendorFault pause = new VendorFault(Reason.THROTTLED, true, NOW.plusSeconds(600), "HTTP 429", null);
		this.circuits.after(this.shop.tenants().get("contoso"), USERS, pause);
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

	/**
	 * H2 has one node, and that writes with one thread at a time.
	 */
	@Test
	@EnabledIfSystemProperty(named = "test.database", matches = "postgresql")
	void nodes_that_claim_at_the_same_moment_keep_the_limit_together() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			for (int round = 0; round < 10; round++) {
				due("contoso", USERS, 12);
				CyclicBarrier start = new CyclicBarrier(2);
				List<Callable<List<UUID>>> nodes = List.of(() -> claim(this.one, start),
						() -> claim(this.other, start));
				List<UUID> claimed = new ArrayList<>();
				for (Future<List<UUID>> node : threads.invokeAll(nodes)) {
					claimed.addAll(node.get());
				}
				assertThat(claimed).doesNotHaveDuplicates().hasSizeBetween(1, 6);
				end(claimed);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private List<UUID> claim(Running node, CyclicBarrier start) throws Exception {
		start.await();
		return claim(node, 5);
	}

	private List<UUID> claim(Running node, int room) {
		Instant now = this.clock.instant();
		return this.transactions.run(() -> {
			List<UUID> due = FirstRows.lock(this.shop.jdbc(), "task", "due", now, room);
			List<UUID> allowed = node.allowed(due, room, now);
			allowed.forEach((id) -> this.shop.jdbc()
				.sql("update task set lease = ?, due = ? where id = ?")
				.params(UUID.randomUUID(), Timestamps.of(now.plusSeconds(300)), id)
				.update());
			return allowed;
		});
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
		Instant now = this.clock.instant();
		IntStream.range(0, tasks).forEach((number) -> {
			UUID request = UUID.randomUUID();
			this.shop.jdbc()
				.sql("insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by, roles, "
						+ "received_at, registered_at, deadline, evidence_hash) "
						+ "values (?, ?, 'r', 'access', 'discovering', '{}', 'f', 'rest', 'olga', '', ?, ?, ?, 'h')")
				.params(request, tenant, Timestamps.of(now), Timestamps.of(now), LocalDate.of(2026, 12, 24))
				.update();
			this.shop.jdbc()
				.sql("insert into task (id, request, tenant, source, system, state, due) "
						+ "values (?, ?, ?, ?, 's', 'planned', ?)")
				.params(UUID.randomUUID(), request, tenant, source, Timestamps.of(now.plusMillis(number)))
				.update();
		});
		this.clock.pass(Duration.ofMillis(tasks));
	}

	private Running node() {
		return new Running(this.shop.jdbc(), this.shop.database(), this.shop.tenants(), this.shop.catalogue(),
				this.circuits);
	}

}
