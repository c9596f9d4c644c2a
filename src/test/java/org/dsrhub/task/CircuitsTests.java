package org.dsrhub.task;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.database.Transactions;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.source.CircuitOpen;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.Circuits.Leave;
import org.dsrhub.tenant.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The circuits of two nodes over one ledger.
 */
class CircuitsTests {

	private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

	private static final String ALERTS = "defender-alerts";

	private static final Exception DEAD = new IOException("reset");

	/** More than the second for which a node believes what it read. */
	private static final Duration LOOK = Duration.ofMillis(1100);

	private final MovingClock clock = new MovingClock(NOW);

	private Workshop shop;

	private Tenant contoso;

	private Tenant fabrikam;

	private Circuits one;

	private Circuits other;

	@BeforeEach
	void setUp(@TempDir Path folder) {
		this.shop = new Workshop(folder);
		this.contoso = this.shop.tenants().get("contoso");
		this.fabrikam = this.shop.tenants().get("fabrikam");
		this.one = node();
		this.other = node();
	}

	@Test
	void failures_are_counted_over_all_nodes_and_those_of_another_tenant_or_source_apart() {
		this.one.after(this.contoso, ALERTS, DEAD);
		this.other.after(this.contoso, ALERTS, DEAD);
		this.one.after(this.contoso, ALERTS, DEAD);
		this.one.after(this.contoso, "activity-log", DEAD);
		this.other.after(this.fabrikam, ALERTS, DEAD);
		assertThat(this.other.after(this.contoso, ALERTS, DEAD)).isEmpty();
		this.one.require(this.contoso, ALERTS);
		assertThat(this.one.after(this.contoso, ALERTS, DEAD)).isPresent();
		this.clock.pass(Duration.ofMillis(100));
		assertThat(refused(this.one).reason()).isEqualTo(Reason.UNREACHABLE);
		assertThat(refused(node()).outlasting()).isFalse();
		this.one.require(this.contoso, "activity-log");
		this.other.require(this.fabrikam, ALERTS);
	}

	@Test
	void a_service_in_good_health_costs_no_write_and_a_node_looks_once_in_a_second() {
		for (int i = 0; i < 3; i++) {
			this.one.require(this.contoso, ALERTS);
			this.one.answered(this.contoso, ALERTS, ServiceLimits.NONE);
		}
		assertThat(this.shop.count("circuit")).isZero();
		this.other.after(this.contoso, ALERTS, pause(Duration.ofMinutes(1)));
		this.one.require(this.contoso, ALERTS);
		this.clock.pass(LOOK);
		refused(this.one);
	}

	@Test
	void an_answer_begins_the_count_anew() {
		for (int i = 0; i < 4; i++) {
			this.one.after(this.contoso, ALERTS, DEAD);
		}
		this.clock.pass(LOOK);
		this.other.answered(this.contoso, ALERTS, ServiceLimits.NONE);
		this.clock.pass(LOOK);
		assertThat(this.one.after(this.contoso, ALERTS, DEAD)).isEmpty();
	}

	@Test
	void of_an_open_circuit_exactly_one_call_of_all_nodes_tries_the_service() throws Exception {
		open();
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			for (int round = 0; round < 10; round++) {
				this.clock.pass(Duration.ofMinutes(6));
				CyclicBarrier start = new CyclicBarrier(4);
				List<Callable<Boolean>> calls = List.of(() -> calls(this.one, start), () -> calls(this.other, start),
						() -> calls(this.one, start), () -> calls(this.other, start));
				List<Boolean> made = new ArrayList<>();
				for (Future<Boolean> call : threads.invokeAll(calls)) {
					made.add(call.get());
				}
				assertThat(made).as("round %d", round).containsOnlyOnce(true);
				assertThat(this.one.leave(this.contoso, ALERTS).tasks()).isZero();
				this.one.after(this.contoso, ALERTS, DEAD);
				refused(this.other);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void the_probe_that_is_answered_closes_it_for_all_nodes() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		this.one.require(this.contoso, ALERTS);
		assertThat(refused(this.other).until()).isBefore(this.clock.instant().plusSeconds(3));
		this.one.answered(this.contoso, ALERTS, ServiceLimits.NONE);
		this.clock.pass(LOOK);
		this.other.require(this.contoso, ALERTS);
		this.one.require(this.contoso, ALERTS);
		assertThat(this.other.leave(this.contoso, ALERTS)).isEqualTo(Leave.ALL);
	}

	@Test
	void another_call_tries_the_service_when_the_probe_came_to_nothing_or_its_node_was_killed() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		this.one.require(this.contoso, ALERTS);
		this.one.after(this.contoso, ALERTS, new LeaseLost("task"));
		this.clock.pass(LOOK);
		this.other.require(this.contoso, ALERTS);
		this.clock.pass(LOOK);
		refused(this.one);
		this.clock.pass(this.contoso.limits().responseTimeout().multipliedBy(4));
		this.one.require(this.contoso, ALERTS);
	}

	@Test
	void a_pause_that_the_service_asks_for_is_kept_by_all_nodes() {
		assertThat(this.one.after(this.contoso, ALERTS, pause(Duration.ofMinutes(10))))
			.hasValueSatisfying((until) -> assertThat(until).isBetween(NOW.plusSeconds(600), NOW.plusSeconds(601)));
		this.clock.pass(Duration.ofMinutes(9));
		for (Circuits node : List.of(this.one, this.other)) {
			assertThat(refused(node).until()).isBetween(NOW.plusSeconds(600), NOW.plusSeconds(601));
			assertThat(refused(node).reason()).isEqualTo(Reason.THROTTLED);
			assertThat(node.leave(this.contoso, ALERTS).tasks()).isZero();
		}
		this.clock.pass(Duration.ofMinutes(1));
		assertThat(this.other.leave(this.contoso, ALERTS).tasks()).isEqualTo(1);
		this.other.require(this.contoso, ALERTS);
	}

	@Test
	void a_limit_that_a_service_says_is_spent_rests_on_all_nodes_until_it_is_not() {
		this.one.answered(this.contoso, ALERTS, new ServiceLimits(NOW.plusSeconds(30)));
		assertThat(refused(this.other).until()).isBetween(NOW.plusSeconds(30), NOW.plusSeconds(31));
		assertThat(refused(this.one).outlasting()).isFalse();
		this.clock.pass(Duration.ofSeconds(30));
		this.one.require(this.contoso, ALERTS);
		this.other.require(this.contoso, ALERTS);
	}

	@Test
	void waiting_counts_as_trying_once_there_was_no_answer_for_as_long_as_the_tenant_bears() {
		open();
		for (int i = 0; i < 60; i++) {
			this.clock.pass(Duration.ofMinutes(5));
			if (this.clock.instant().isBefore(NOW.plus(Duration.ofHours(4)))) {
				this.one.require(this.contoso, ALERTS);
				assertThat(this.one.after(this.contoso, ALERTS, DEAD)).hasValueSatisfying(
						(until) -> assertThat(until).isBefore(NOW.plus(Duration.ofHours(4)).plusSeconds(1)));
				assertThat(this.one.after(this.contoso, ALERTS, refused(this.other))).isPresent();
			}
		}
		this.one.require(this.contoso, ALERTS);
		assertThat(this.one.after(this.contoso, ALERTS, DEAD)).isEmpty();
		CircuitOpen open = refused(this.one);
		assertThat(open.outlasting()).isTrue();
		assertThat(this.one.after(this.contoso, ALERTS, open)).isEmpty();
		assertThat(this.one.leave(this.contoso, ALERTS)).isEqualTo(Leave.ALL);
		this.one.look(this.contoso, ALERTS);
	}

	@Test
	void a_refusal_of_the_service_and_a_fault_of_the_hub_open_nothing() {
		for (int i = 0; i < 20; i++) {
			this.one.after(this.contoso, ALERTS, VendorFault.terminal(Reason.NOT_PERMITTED, "HTTP 403"));
			this.other.after(this.contoso, ALERTS, new IllegalStateException());
		}
		this.one.require(this.contoso, ALERTS);
		assertThat(this.shop.count("circuit")).isZero();
	}

	private void open() {
		for (int i = 0; i < 5; i++) {
			this.one.after(this.contoso, ALERTS, DEAD);
		}
	}

	private CircuitOpen refused(Circuits node) {
		return catchThrowableOfType(CircuitOpen.class, () -> node.require(this.contoso, ALERTS));
	}

	private boolean calls(Circuits node, CyclicBarrier start) throws Exception {
		start.await();
		try {
			node.require(this.contoso, ALERTS);
			return true;
		}
		catch (CircuitOpen ex) {
			return false;
		}
	}

	private VendorFault pause(Duration time) {
		return new VendorFault(Reason.THROTTLED, true, this.clock.instant().plus(time), "HTTP 429", null);
	}

	private Circuits node() {
		return new Circuits(this.shop.jdbc(), new Transactions(this.shop.transactions()), this.clock);
	}

}
