package org.dsrhub.observation;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import javax.sql.DataSource;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import org.dsrhub.MovingClock;
import org.dsrhub.TestDatabase;
import org.dsrhub.Workshop;
import org.dsrhub.request.Door;
import org.dsrhub.request.OpenRequests;
import org.dsrhub.request.RequestRoom;
import org.dsrhub.database.Timestamps;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

class BacklogGaugesTests {

	/** Past midnight in Copenhagen, not yet in New York. */
	private static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");

	private final MovingClock clock = new MovingClock(NOW);

	private JdbcClient jdbc;

	private BacklogGauges gauges;

	private OpenRequests doors;

	private Workshop shop;

	@BeforeEach
	void open(@TempDir Path folder) {
		DataSource ledger = TestDatabase.ledger();
		this.jdbc = JdbcClient.create(ledger);
		Workshop shop = new Workshop(folder, ledger);
		this.shop = shop;
		this.doors = RequestRoom.open(shop, this.clock, 1);
		this.gauges = new BacklogGauges(new Backlog(this.jdbc, this.clock), shop.tenants(), this.doors, this.clock,
				this.shop.ledgerClock(), new DefaultListableBeanFactory().getBeanProvider(PrometheusRegistry.class));
	}

	@Test
	void a_request_is_overdue_when_its_last_day_is_over_where_the_tenant_is() {
		LocalDate deadline = LocalDate.of(2026, 3, 1);
		request("contoso", "attention", deadline, null);
		request("fabrikam", "discovering", deadline, null);
		assertThat(told("dsrhub_requests_overdue", "contoso")).isEqualTo(1);
		assertThat(told("dsrhub_requests_overdue", "fabrikam")).isZero();
		assertThat(told("dsrhub_requests_days_left", "contoso")).isEqualTo(-1);
		assertThat(told("dsrhub_requests_days_left", "fabrikam")).isZero();
		assertThat(told("dsrhub_requests_open", "attention")).isEqualTo(1);
		assertThat(told("dsrhub_requests_oldest_open_seconds", "contoso")).isEqualTo(3600);
	}

	@Test
	void a_request_whose_clock_is_stopped_is_not_overdue() {
		UUID request = request("contoso", "attention", LocalDate.of(2026, 3, 1), null);
		this.jdbc.sql("update request set paused_at = ? where id = ?").params(Timestamps.of(NOW), request).update();
		assertThat(told("dsrhub_requests_overdue", "contoso")).isZero();
		assertThat(told("dsrhub_requests_open", "attention")).isEqualTo(1);
	}

	@Test
	void what_is_due_and_how_long_it_waits_is_told_and_what_is_leased_is_not_due() {
		UUID request = request("contoso", "received", LocalDate.of(2026, 3, 30), NOW.minusSeconds(90));
		request("contoso", "received", LocalDate.of(2026, 3, 31), NOW.plusSeconds(90));
		task(request, "running", NOW.plusSeconds(60));
		assertThat(told("dsrhub_queue_due", "requests")).isEqualTo(1);
		assertThat(told("dsrhub_queue_wait_seconds", "requests")).isEqualTo(90);
		assertThat(told("dsrhub_requests_open", "received")).isEqualTo(2);
		assertThat(told("dsrhub_queue_due", "packages")).isZero();
		assertThat(told("dsrhub_queue_due", "tasks")).isZero();
		assertThat(told("dsrhub_tasks_open", "running")).isEqualTo(1);
	}

	@Test
	void what_is_to_be_packaged_or_fulfilled_waits_in_a_queue_of_its_own() {
		request("contoso", "packaging", LocalDate.of(2026, 3, 30), NOW.minusSeconds(90));
		request("contoso", "fulfilling", LocalDate.of(2026, 3, 30), NOW.minusSeconds(30));
		assertThat(told("dsrhub_queue_due", "packages")).isEqualTo(2);
		assertThat(told("dsrhub_queue_wait_seconds", "packages")).isEqualTo(90);
		assertThat(told("dsrhub_queue_due", "requests")).isZero();
	}

	@Test
	void what_is_closed_is_not_told() {
		UUID request = request("contoso", "received", LocalDate.of(2026, 3, 30), NOW);
		task(request, "done", null);
		this.jdbc.sql("delete from open_request").update();
		assertThat(this.gauges.collect()
			.stream()
			.filter((each) -> !each.getMetadata().getName().equals("dsrhub_intake_waiting"))
			.flatMap((each) -> each.getDataPoints().stream()))
			.noneMatch((point) -> point.getLabels().contains("tenant"));
	}

	@Test
	void a_door_that_takes_nothing_more_is_told_until_it_does() {
		assertThat(told("dsrhub_intake_waiting", "rest")).isZero();
		assertThat(this.doors.room(Door.REST, "contoso", 2)).isOne();
		assertThat(this.doors.full(Door.REST, "contoso")).isTrue();
		this.clock.pass(Duration.ofMillis(500));
		this.gauges = new BacklogGauges(new Backlog(this.jdbc, this.clock), this.shop.tenants(), this.doors, this.clock,
				this.shop.ledgerClock(), new DefaultListableBeanFactory().getBeanProvider(PrometheusRegistry.class));
		assertThat(told("dsrhub_intake_waiting", "rest")).isEqualTo(1);
		this.clock.pass(Duration.ofMinutes(1));
		assertThat(told("dsrhub_intake_waiting", "rest")).isZero();
	}

	@Test
	void anchors_that_are_not_in_their_container_are_told() {
		String insert = "insert into anchor (tenant, number, document, stored_at) values (?, ?, '{}', ?)";
		this.jdbc.sql(insert).params("contoso", 1, Timestamps.of(NOW)).update();
		this.jdbc.sql(insert).params("contoso", 2, null).update();
		this.jdbc.sql(insert).params("contoso", 3, null).update();
		this.jdbc.sql(insert).params("fabrikam", 1, Timestamps.of(NOW)).update();
		assertThat(told("dsrhub_anchors_unstored", "contoso")).isEqualTo(2);
		assertThat(told("dsrhub_anchors_unstored", "fabrikam")).isZero();
	}

	@Test
	void a_circuit_is_told_once_it_was_open_and_whether_it_is() {
		String insert = "insert into circuit (tenant, source, opened_at) values (?, ?, ?)";
		this.jdbc.sql(insert).params("contoso", "entra-user", Timestamps.of(NOW)).update();
		this.jdbc.sql(insert).params("contoso", "activity-log", null).update();
		this.jdbc.sql(insert).params("gone", "entra-user", Timestamps.of(NOW)).update();
		assertThat(told("dsrhub_circuit_open", "entra-user")).isEqualTo(1);
		assertThat(told("dsrhub_circuit_open", "activity-log")).isZero();
	}

	@Test
	void the_ledger_is_read_again_only_after_a_while() {
		assertThat(this.gauges.collect()).isSameAs(this.gauges.collect());
		request("contoso", "received", LocalDate.of(2026, 3, 30), NOW);
		assertThat(told("dsrhub_queue_due", "requests")).isZero();
		this.clock.pass(Duration.ofSeconds(16));
		assertThat(told("dsrhub_queue_due", "requests")).isEqualTo(1);
	}

	@Test
	void a_ledger_that_does_not_answer_is_told_and_nothing_old_beside_it() {
		assertThat(told("dsrhub_ledger_up", "")).isEqualTo(1);
		this.jdbc.sql("alter table open_request rename to away").update();
		this.clock.pass(Duration.ofSeconds(16));
		assertThat(told("dsrhub_ledger_up", "")).isZero();
		assertThat(this.gauges.collect().size()).isEqualTo(1);
	}

	private double told(String name, String label) {
		return this.gauges.collect()
			.stream()
			.filter((each) -> each.getMetadata().getName().equals(name))
			.flatMap((each) -> ((GaugeSnapshot) each).getDataPoints().stream())
			.filter((point) -> label.isEmpty()
					|| point.getLabels().stream().anyMatch((own) -> own.getValue().equals(label)))
			.mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
			.sum();
	}

	private UUID request(String tenant, String state, LocalDate deadline, Instant due) {
		UUID id = UUID.randomUUID();
		this.jdbc.sql(
				"insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by, roles, "
						+ "received_at, registered_at, deadline, due, evidence_hash) "
						+ "values (?, ?, 'r', 'access', ?, '{}', 'f', 'rest', 'olga', '', ?, ?, ?, ?, 'h')")
			.params(id, tenant, state, Timestamps.of(NOW.minusSeconds(3600)), Timestamps.of(NOW), deadline,
					Timestamps.of(due))
			.update();
		this.jdbc.sql("insert into open_request (tenant, fingerprint, request) values (?, ?, ?)")
			.params(tenant, id.toString(), id)
			.update();
		return id;
	}

	private void task(UUID request, String state, Instant due) {
		this.jdbc
			.sql("insert into task (id, request, tenant, source, system, state, due) "
					+ "values (?, ?, 'contoso', 'entra-user', 'Entra ID', ?, ?)")
			.params(UUID.randomUUID(), request, state, Timestamps.of(due))
			.update();
	}

}
