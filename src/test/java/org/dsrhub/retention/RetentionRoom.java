package org.dsrhub.retention;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.MovingClock;
import org.dsrhub.TestDatabase;
import org.dsrhub.Workshop;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.LedgerClock;
import org.dsrhub.database.LongTransactions;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.Work;
import org.dsrhub.task.Staging;
import org.dsrhub.tenant.Tenants;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * The room of retention with an empty ledger, one category {@code files}, and a time that
 * the test tells.
 */
final class RetentionRoom implements AutoCloseable {

	final FakeCategory files;

	final Map<String, String> held = new HashMap<>();

	final FakeRecords stored = new FakeRecords();

	final DyingTransactions transactions;

	final JdbcClient jdbc;

	private final Path folder;

	private final DataSource database = TestDatabase.ledger();

	private AnnotationConfigApplicationContext context;

	private final MovingClock clock = new MovingClock(Instant.parse("2026-02-03T10:00:00Z"));

	RetentionRoom(Path folder, int things) {
		this.folder = folder;
		this.files = new FakeCategory("files", things);
		this.transactions = new DyingTransactions(new DataSourceTransactionManager(this.database));
		this.jdbc = JdbcClient.create(this.database);
		rules("rules: {files: {keep: P30D, rate: 100000}}");
	}

	/**
	 * Starts the hub anew with these rules.
	 */
	void rules(String text) {
		Workshop workshop = new Workshop(this.folder, this.database);
		Workshop.write(this.folder.resolve("config/retention.yaml"), text);
		close();
		this.context = new AnnotationConfigApplicationContext();
		this.context.register(Annotated.class);
		this.context.registerBean(DataSource.class, () -> this.database);
		this.context.registerBean(JdbcClient.class, () -> this.jdbc);
		this.context.registerBean(PlatformTransactionManager.class, () -> this.transactions);
		this.context.registerBean(Clock.class, () -> this.clock);
		this.context.registerBean(HubProperties.class, workshop::hub);
		this.context.registerBean(LedgerClock.class, workshop::ledgerClock);
		this.context.registerBean(Tenants.class, workshop::tenants);
		this.context.registerBean(RetentionProperties.class,
				() -> new RetentionProperties(Duration.ofDays(7), "0 10 4 * * ?", 2));
		this.context.registerBean(FakeCategory.class, () -> this.files);
		this.context.registerBean(StoredRuns.class, () -> this.stored);
		this.context.registerBean(ObjectMapper.class, () -> new ObjectMapper());
		this.context.registerBean(HeldThings.class,
				() -> (tenant, things) -> things.stream()
					.filter((due) -> this.held.containsKey(due.thing()))
					.collect(Collectors.toMap((due) -> due, (due) -> this.held.get(due.thing()))),
				(bean) -> bean.setPrimary(true));
		this.context.register(Transactions.class, EvidenceLog.class, RetentionRules.class, Runs.class, Items.class,
				Listing.class, Purge.class, Proof.class, RunMachine.class, RunDesk.class, RunViews.class,
				RunRecords.class, SignedRecords.class, Replays.class, ManyRows.class, HoldsInForce.class, OldRows.class,
				OldRuns.class, Staging.class, LongTransactions.class);
		this.context.refresh();
	}

	<T> T get(Class<T> type) {
		return this.context.getBean(type);
	}

	void pass(Duration time) {
		this.clock.pass(time);
	}

	RunView ask(boolean dry) {
		pass(Duration.ofSeconds(1));
		return get(RunDesk.class).ask(new RunOrder("files", "contoso", dry), "olga");
	}

	/**
	 * Works as a node does that is killed at a commit, and then as one that takes its
	 * work up.
	 * @return whether there were so many commits
	 */
	boolean workDyingAt(int commit, boolean after) throws IOException, InterruptedException {
		boolean killed = false;
		this.transactions.dieAt(commit, after);
		try {
			work();
		}
		catch (DyingTransactions.Killed ex) {
			killed = true;
		}
		this.transactions.live();
		pass(Duration.ofMinutes(10));
		work();
		return killed;
	}

	/**
	 * Works until nothing is to be done.
	 */
	void work() throws IOException, InterruptedException {
		Runs runs = get(Runs.class);
		for (List<Work> due = runs.claimDue(0); !due.isEmpty(); due = runs.claimDue(0)) {
			for (Work work : due) {
				if (get(RunRecords.class).toStore(work).isPresent()) {
					this.stored.put(work.id(), get(RunRecords.class));
					runs.stored(work);
				}
				else {
					get(RunMachine.class).advance(work);
				}
			}
		}
	}

	RunRow row(UUID run) {
		return get(Runs.class).find(run).orElseThrow();
	}

	Map<String, Long> counts(UUID run) {
		return get(Items.class).counts(run);
	}

	/**
	 * A closed request, whose evidence is empty.
	 */
	UUID request() {
		UUID id = UUID.randomUUID();
		this.jdbc
			.sql("insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by,"
					+ " roles, received_at, registered_at, deadline, evidence_hash) values (?, 'contoso', ?, 'export',"
					+ " 'completed', '{}', 'f', 'rest', 'olga', 'Owner', ?, ?, ?, ?)")
			.params(id, id.toString(), Timestamps.of(this.clock.instant()), Timestamps.of(this.clock.instant()),
					LocalDate.of(2026, 3, 3), "0".repeat(64))
			.update();
		return id;
	}

	/**
	 * The evidence of a request.
	 */
	List<JsonNode> evidence(UUID request) {
		return get(EvidenceLog.class).entries(request).stream().map(RetentionRoom::json).toList();
	}

	static JsonNode json(String text) {
		try {
			return new ObjectMapper().readTree(text);
		}
		catch (com.fasterxml.jackson.core.JsonProcessingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Configuration
	@EnableTransactionManagement(proxyTargetClass = true)
	@ComponentScan(basePackageClasses = EvidenceLog.class, useDefaultFilters = false,
			includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*\\.(SigningKey|AnchorRows|Signatures)"))
	static class Annotated {

	}

}
