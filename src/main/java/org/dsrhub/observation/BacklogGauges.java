package org.dsrhub.observation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.dsrhub.database.LedgerClock;
import org.dsrhub.observation.Backlog.Open;
import org.dsrhub.observation.Backlog.Requests;
import org.dsrhub.observation.Backlog.Tasks;
import org.dsrhub.request.Door;
import org.dsrhub.request.OpenRequests;
import org.dsrhub.request.RequestState;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Tells Prometheus the backlog, and nobody else: rows come and go with each reading,
 * which Micrometer's gauges do not. The ledger is read at most once in a while, however
 * often it is asked; while it does not answer, only that is told.
 */
@Component
class BacklogGauges implements MultiCollector {

	private static final Logger log = LoggerFactory.getLogger(BacklogGauges.class);

	private static final Duration FRESH = Duration.ofSeconds(15);

	private final Backlog backlog;

	private final Tenants tenants;

	private final OpenRequests doors;

	private final Clock clock;

	private final LedgerClock ledger;

	private Instant read = Instant.EPOCH;

	private MetricSnapshots told = new MetricSnapshots();

	BacklogGauges(Backlog backlog, Tenants tenants, OpenRequests doors, Clock clock, LedgerClock ledger,
			ObjectProvider<PrometheusRegistry> registry) {
		this.backlog = backlog;
		this.tenants = tenants;
		this.doors = doors;
		this.clock = clock;
		this.ledger = ledger;
		registry.ifAvailable((prometheus) -> prometheus.register(this));
	}

	@Override
	public synchronized MetricSnapshots collect() {
		Instant now = this.clock.instant();
		if (this.read.plus(FRESH).isBefore(now) || now.isBefore(this.read)) {
			this.told = new MetricSnapshots(look().toList());
			this.read = now;
		}
		return this.told;
	}

	private Stream<MetricSnapshot> look() {
		try {
			return Stream.concat(Stream.of(answers(1)), gauges(this.backlog.read()));
		}
		catch (DataAccessException ex) {
			log.warn("event=ledger-silent fault={}", ex.getClass().getSimpleName());
			return Stream.of(answers(0));
		}
	}

	private static MetricSnapshot answers(int yes) {
		return new Gauge("dsrhub_ledger_up", "Whether the ledger could be read").with(yes).snapshot();
	}

	private Stream<MetricSnapshot> gauges(Open open) {
		Gauge requests = new Gauge("dsrhub_requests_open", "Requests that are not closed", "tenant", "right", "state");
		Gauge overdue = new Gauge("dsrhub_requests_overdue", "Open requests whose deadline is over", "tenant");
		Gauge left = new Gauge("dsrhub_requests_days_left", "Days until the first deadline of an open request",
				"tenant");
		Gauge oldest = new Gauge("dsrhub_requests_oldest_open_seconds", "Since the oldest open request was received",
				"tenant");
		Gauge tasks = new Gauge("dsrhub_tasks_open", "Tasks that the hub has not ended", "tenant", "source", "state");
		Gauge due = new Gauge("dsrhub_queue_due", "Rows that are due, whatever limits say", "queue");
		Gauge waits = new Gauge("dsrhub_queue_wait_seconds", "Since the first of them was due", "queue");
		open.requests()
			.stream()
			.collect(Collectors.groupingBy((each) -> List.of(each.tenant(), each.right(), each.state()),
					LinkedHashMap::new, Collectors.summingLong(Requests::number)))
			.forEach((labels, number) -> requests.with(number, labels.toArray(String[]::new)));
		open.requests().stream().collect(Collectors.groupingBy(Requests::tenant)).forEach((tenant, own) -> {
			LocalDate today = this.tenants.find(tenant)
				.map((known) -> open.at().atZone(known.timezone()).toLocalDate())
				.orElse(LocalDate.ofInstant(open.at(), ZoneOffset.UTC));
			List<Requests> running = own.stream().filter((each) -> each.deadline() != null).toList();
			overdue.with(running.stream()
				.filter((each) -> each.deadline().isBefore(today))
				.mapToLong(Requests::number)
				.sum(), tenant);
			running.stream()
				.mapToLong((each) -> ChronoUnit.DAYS.between(today, each.deadline()))
				.min()
				.ifPresent((days) -> left.with(days, tenant));
			oldest.with(own.stream().mapToDouble((each) -> since(each.oldest(), open.at())).max().orElse(0), tenant);
		});
		open.tasks().forEach((each) -> tasks.with(each.number(), each.tenant(), each.source(), each.state()));
		open.requests()
			.stream()
			.collect(Collectors.partitioningBy((each) -> RequestState.of(each.state()).read()))
			.forEach((read, own) -> {
				String queue = read ? "packages" : "requests";
				due.with(own.stream().mapToLong(Requests::due).sum(), queue);
				waits.with(longest(own.stream().map(Requests::firstDue), open.at()), queue);
			});
		due.with(open.tasks().stream().mapToLong(Tasks::due).sum(), "tasks");
		waits.with(longest(open.tasks().stream().map(Tasks::firstDue), open.at()), "tasks");
		due.with(open.mails().due(), "mails");
		waits.with(longest(Stream.ofNullable(open.mails().firstDue()), open.at()), "mails");
		Gauge ahead = new Gauge("dsrhub_clock_ahead_seconds",
				"How far the clock of this node's machine is ahead of the ledger's");
		ahead.with(this.ledger.machineAhead().toMillis() / 1000.0);
		Gauge mailboxes = new Gauge("dsrhub_mailbox_up", "Whether a mailbox could be read the last time", "tenant",
				"mailbox");
		open.mailboxes()
			// The rows of a tenant that is gone stay.
			.stream()
			.filter((each) -> this.tenants.find(each.tenant()).isPresent())
			.forEach((each) -> mailboxes.with(each.up() ? 1 : 0, each.tenant(), each.mailbox()));
		Gauge anchors = new Gauge("dsrhub_anchors_unstored", "Anchors that are not in their tenant's container yet",
				"tenant");
		open.anchors().forEach((each) -> anchors.with(each.unstored(), each.tenant()));
		Gauge waiting = new Gauge("dsrhub_intake_waiting",
				"Whether a door takes nothing of a tenant now, because too many requests are open", "door", "tenant");
		this.tenants.all().forEach((tenant) -> {
			for (Door door : Door.values()) {
				waiting.with(this.doors.waiting(door, tenant.tenant()) ? 1 : 0, door.label(), tenant.tenant());
			}
		});
		Gauge circuits = new Gauge("dsrhub_circuit_open",
				"Whether a source that was in trouble before is so now and is not called", "tenant", "source");
		open.circuits()
			.stream()
			.filter((each) -> this.tenants.find(each.tenant()).isPresent())
			.forEach((each) -> circuits.with(each.open() ? 1 : 0, each.tenant(), each.source()));
		return Stream
			.of(ahead, waiting, circuits, anchors, mailboxes, requests, overdue, left, oldest, tasks, due, waits)
			.map(Gauge::snapshot);
	}

	private static double longest(Stream<Instant> firstDue, Instant now) {
		ToDoubleFunction<Instant> since = (time) -> since(time, now);
		return firstDue.filter(Objects::nonNull).mapToDouble(since).max().orElse(0);
	}

	private static double since(Instant time, Instant now) {
		return Math.max(0, Duration.between(time, now).toMillis() / 1000.0);
	}

	/**
	 * One metric as it is put together.
	 */
	private static final class Gauge {

		private final GaugeSnapshot.Builder points;

		private final String[] labels;

		Gauge(String name, String help, String... labels) {
			this.points = GaugeSnapshot.builder().name(name).help(help);
			this.labels = labels;
		}

		Gauge with(double value, String... values) {
			this.points.dataPoint(
					GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(this.labels, values)).build());
			return this;
		}

		MetricSnapshot snapshot() {
			return this.points.build();
		}

	}

}
