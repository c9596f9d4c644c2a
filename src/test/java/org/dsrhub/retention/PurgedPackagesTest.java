package org.dsrhub.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.dsrhub.endtoend.Installation;
import org.dsrhub.endtoend.RunningHub;
import org.dsrhub.retention.Removal.State;
import org.dsrhub.simulated.AzuriteServer;
import org.dsrhub.simulated.SimulatedBlobs;
import org.dsrhub.simulated.SimulatedTenant;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What becomes of packages in storage accounts of every kind.
 */
class PurgedPackagesTest {

	private static final Keep KEEP = new Keep(Period.ofDays(30), ZoneOffset.UTC);

	private static final List<String> FILES = List.of("package.zip", "manifest.json", "package.2.zip",
			"manifest.2.json");

	@TempDir
	private static Path folder;

	private static SimulatedBlobs account;

	private static AzuriteServer azurite;

	private static SimulatedTenant contoso;

	private static SimulatedTenant fabrikam;

	private static RunningHub hub;

	@BeforeAll
	static void start() throws IOException {
		account = SimulatedBlobs.start(Clock.systemUTC());
		azurite = AzuriteServer.start();
		contoso = SimulatedTenant.start("contoso");
		fabrikam = SimulatedTenant.start("fabrikam");
		hub = RunningHub.start(Installation.in(folder)
			.with(contoso, container("contoso", account.url(), account.connectionString()))
			.with(fabrikam, container("fabrikam", azurite.endpoint().toString(), azurite.connectionString())));
		blobs(account.connectionString()).create();
		blobs(azurite.connectionString()).create();
	}

	@AfterAll
	static void stop() {
		hub.close();
		contoso.close();
		fabrikam.close();
		account.close();
		azurite.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void an_account_that_keeps_what_is_deleted(String name, Consumer<SimulatedBlobs> settings, State state, Long days,
			String reason) {
		account.clear();
		UUID request = closedLongAgo("contoso");
		UUID other = closedLongAgo("contoso");
		settings.accept(account);
		store(account.connectionString(), "contoso", request);
		store(account.connectionString(), "contoso", other);
		snapshotAndOverwrite(request);
		if (name.startsWith("a legal hold")) {
			account.legalHold(true);
		}
		Removal removal = remove("contoso", request);
		assertThat(removal.state()).as(removal.toString()).isEqualTo(state);
		if (days == null) {
			assertThat(removal.until()).isNull();
		}
		else {
			assertThat(removal.until()).isCloseTo(Instant.now().plus(Duration.ofDays(days)),
					within(1, ChronoUnit.HOURS));
		}
		assertThat(String.valueOf(removal.reason())).contains(reason);
		assertThat(account.kept().stream().anyMatch((blob) -> blob.contains(request.toString())))
			.as("what is not gone is not said to be")
			.isEqualTo(state != State.REMOVED);
		assertThat(account.kept()).as("what is another's stays")
			.containsAll(FILES.stream().map((file) -> "contoso/%s/%s".formatted(other, file)).toList());
		assertThat(hub.get("/api/requests/" + request + "/package").statusCode()).isEqualTo(410);
	}

	static Stream<Arguments> an_account_that_keeps_what_is_deleted() {
		Instant later = Instant.now().plus(Duration.ofDays(100));
		return Stream.of(arguments("a plain account", settings((account) -> {
		}), State.REMOVED, null, ""),
				arguments("soft delete", settings((account) -> account.softDelete(7)), State.DEFERRED, 7L,
						"soft-deleted"),
				arguments("soft delete, permanent deletion allowed: the blob itself waits",
						settings((account) -> account.softDelete(7).allowPermanentDelete()), State.DEFERRED, 7L,
						"soft-deleted"),
				arguments("versions", settings((account) -> account.versions()), State.REMOVED, null, ""),
				arguments("versions and soft delete", settings((account) -> account.versions().softDelete(14)),
						State.DEFERRED, 14L, "soft-deleted"),
				arguments("versions and soft delete, permanent deletion allowed",
						settings((account) -> account.versions().softDelete(14).allowPermanentDelete()), State.REMOVED,
						null, ""),
				arguments("permanent deletion allowed, and not to the hub", settings((
						account) -> account.versions().softDelete(14).allowPermanentDelete().forbid("permanentDelete")),
						State.DEFERRED, 14L, "Storage Blob Data Owner"),
				arguments("immutable until a day", settings((account) -> account.immutable(later, false)),
						State.DEFERRED, 100L, "immutability policy"),
				arguments("a container's policy", settings((account) -> account.immutable(later, true)), State.DEFERRED,
						null, "immutability policy"),
				arguments("a legal hold", settings((account) -> {
				}), State.DEFERRED, null, "legal hold"),
				arguments("versions that the hub may not delete",
						settings((account) -> account.versions().forbid("deleteVersion")), State.FAILED, null,
						"HTTP 403, AuthorizationPermissionMismatch: grant the hub the role 'Storage Blob Data Owner'"),
				arguments("blobs that the hub may not delete", settings((account) -> account.forbid("delete")),
						State.FAILED, null, "HTTP 403"),
				arguments("blobs that the hub may not list", settings((account) -> account.forbid("list")),
						State.FAILED, null, "HTTP 403"));
	}

	@Test
	void what_the_account_still_keeps_is_due_until_it_is_gone() {
		account.clear().softDelete(7);
		UUID request = closedLongAgo("contoso");
		store(account.connectionString(), "contoso", request);
		Removal first = remove("contoso", request);
		assertThat(first.state()).isEqualTo(State.DEFERRED);
		account.pass(Duration.ofDays(5));
		// The hub's own clock stands still, so that what is told are the two days left.
		assertThat(remove("contoso", request).state()).isEqualTo(State.DEFERRED);
		assertThat(due("contoso")).contains(request);
		account.pass(Duration.ofDays(2));
		assertThat(remove("contoso", request).state()).isEqualTo(State.GONE);
		assertThat(due("contoso")).doesNotContain(request);
		assertThat(remove("contoso", request)).isEqualTo(Removal.gone());
	}

	@Test
	void azurite_a_package_goes_with_its_manifest_and_every_revision() {
		UUID request = closedLongAgo("fabrikam");
		UUID other = closedLongAgo("fabrikam");
		store(azurite.connectionString(), "fabrikam", request);
		store(azurite.connectionString(), "fabrikam", other);
		assertThat(remove("fabrikam", request)).isEqualTo(Removal.removed());
		assertThat(blobs(azurite.connectionString()).listBlobs()
			.stream()
			.filter((blob) -> blob.getName().contains(request.toString()))).isEmpty();
		assertThat(blobs(azurite.connectionString()).listBlobs()
			.stream()
			.filter((blob) -> blob.getName().contains(other.toString()))).hasSize(FILES.size());
	}

	@Test
	void the_next_revision_that_a_retry_stores_meanwhile_stays() {
		account.clear();
		UUID request = closedLongAgo("contoso");
		store(account.connectionString(), "contoso", request);
		for (String next : List.of("package.3.zip", "manifest.3.json")) {
			blobs(account.connectionString()).getBlobClient("contoso/%s/%s".formatted(request, next))
				.upload(BinaryData.fromString(next), true);
		}
		assertThat(remove("contoso", request)).isEqualTo(Removal.removed());
		assertThat(account.kept()).containsExactlyInAnyOrder("contoso/%s/package.3.zip".formatted(request),
				"contoso/%s/manifest.3.json".formatted(request));
	}

	@Test
	void answers_that_are_there_lose_their_package_and_those_that_were_purged_do_not_come_back() throws IOException {
		account.clear();
		UUID there = closedLongAgo("contoso");
		UUID purged = closedLongAgo("contoso");
		Path outbox = Files.createDirectories(folder.resolve("outbox/contoso"));
		Path answer = Files.writeString(outbox.resolve(there + ".json"), "before");
		List.of(there, purged).forEach((request) -> remove("contoso", request));
		told();
		assertThat(answer).content().contains("\"package\":null");
		assertThat(outbox.resolve(purged + ".json")).doesNotExist();
		UUID duplicate = UUID.randomUUID();
		jdbc().sql("insert into duplicate values (?, 'contoso', 'again', ?, ?, ?, 'olga')")
			.params(duplicate, purged, java.time.OffsetDateTime.now(), java.time.OffsetDateTime.now())
			.update();
		jdbc().sql("update request set notice_due = registered_at where id = ?").param(purged).update();
		told();
		assertThat(outbox.resolve("again.json")).as("a receipt of a later time").exists();
		assertThat(outbox.resolve(purged + ".json")).doesNotExist();
		jdbc().sql("insert into reference values ('contoso', ?, 'f', ?)").params(there.toString(), there).update();
		assertThat(hub.part(OldOutboxFiles.class)
			.remove(tenant("contoso"), KEEP, List.of(new Due(there.toString(), there, 0, Instant.EPOCH))))
			.containsExactly(Removal.removed());
		jdbc().sql("update request set notice_due = registered_at where id = ?").param(there).update();
		told();
		assertThat(answer).as("the packages' notice may come after the purge of the outbox").doesNotExist();
	}

	private static void told() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> jdbc().sql("select id from request where notice_due is not null")
				.query(UUID.class)
				.list()
				.isEmpty());
	}

	@Test
	void azurite_what_a_restored_ledger_has_forgotten_goes_again() {
		UUID request = closedLongAgo("fabrikam");
		store(azurite.connectionString(), "fabrikam", request);
		Instant since = Instant.now().minusSeconds(1);
		ended("storedAt", RunningHub
			.json(hub.post("/api/retention/runs", "{\"rule\":\"packages\",\"tenant\":\"fabrikam\",\"dryRun\":false}")));
		jdbc().sql("delete from retention_item").update();
		jdbc().sql("delete from retention_run").update();
		jdbc()
			.sql("update request set package_path = '-', package_purged_at = null, package_gone_at = null where id = ?")
			.param(request)
			.update();
		store(azurite.connectionString(), "fabrikam", request);
		JsonNode runs = RunningHub
			.json(hub.post("/api/retention/replays", "{\"tenant\":\"fabrikam\",\"since\":\"%s\"}".formatted(since)))
			.path("runs");
		assertThat(runs).hasSize(1);
		ended("endedAt", runs.get(0));
		assertThat(blobs(azurite.connectionString()).listBlobs()
			.stream()
			.filter((blob) -> blob.getName().contains(request.toString()))).isEmpty();
	}

	private static void ended(String field, JsonNode run) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> hub.getJson("/api/retention/runs/" + run.path("id").asText()).hasNonNull(field));
	}

	@Test
	void what_the_ledger_does_not_know_goes_from_the_container_all_the_same() {
		UUID request = UUID.randomUUID();
		store(azurite.connectionString(), "fabrikam", request);
		assertThat(remove("fabrikam", request)).isEqualTo(Removal.removed());
	}

	@Test
	void another_tenants_request_and_one_that_was_taken_up_again_are_left() {
		UUID request = closedLongAgo("contoso");
		assertThat(remove("fabrikam", request).state()).isEqualTo(State.LEFT);
		jdbc().sql("update request set closed_at = null, state = 'discovering' where id = ?").param(request).update();
		assertThat(remove("contoso", request).state()).isEqualTo(State.LEFT);
		jdbc().sql("update request set closed_at = ?, state = 'packaging' where id = ?")
			.params(java.time.OffsetDateTime.now().minusDays(99), request)
			.update();
		assertThat(remove("contoso", request).state()).isEqualTo(State.LEFT);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void a_package_is_due_on_its_day(String name, Duration packaged, Duration closed, String source, Duration retrieved,
			boolean expected) {
		Instant now = Instant.parse("2026-11-21T00:00:00Z");
		LedgerOfPackages ledger = new LedgerOfPackages(jdbc(), "fabrikam");
		UUID request = ledger.packaged(now.minus(packaged), (closed != null) ? now.minus(closed) : null);
		if (source != null) {
			ledger.task(request, source, (retrieved != null) ? now.minus(retrieved) : null,
					(retrieved != null) ? now.minusSeconds(1) : null);
		}
		try (Stream<Due> due = category().due(tenant("fabrikam"), KEEP, now)) {
			assertThat(due.filter((each) -> request.equals(each.request())).toList()).hasSize(expected ? 1 : 0)
				.allSatisfy((each) -> assertThat(each.since()).isBeforeOrEqualTo(now));
		}
	}

	static Stream<Arguments> a_package_is_due_on_its_day() {
		Duration hour = Duration.ofHours(1);
		Duration thirty = Duration.ofDays(30);
		Duration year = Duration.ofDays(365);
		return Stream.of(arguments("closed on the 31st day before", year, thirty.plus(hour), null, null, true),
				arguments("closed on the 30th day before", year, thirty.minus(hour), null, null, false),
				arguments("open", year, null, null, null, false),
				arguments("just-in-time data over its ceiling", thirty.plus(hour), hour, "defender-jit-policies",
						thirty.plus(hour), true),
				arguments("the same in an open request", thirty.plus(hour), null, "defender-jit-policies",
						thirty.plus(hour), true),
				arguments("the same while the task goes on", thirty.plus(hour), null, "defender-jit-policies", null,
						true),
				arguments("just-in-time data within its ceiling", thirty.minus(hour), hour, "defender-jit-policies",
						thirty.minus(hour), false),
				arguments("retrieved long before it was packaged", hour, hour, "defender-jit-policies",
						thirty.plus(hour), true),
				arguments("alerts over their ceiling", year.multipliedBy(3), hour, "defender-alerts",
						year.multipliedBy(3), true),
				arguments("alerts within their ceiling", year, hour, "defender-alerts", year, false));
	}

	private static Consumer<SimulatedBlobs> settings(Consumer<SimulatedBlobs> settings) {
		return settings;
	}

	private static UUID closedLongAgo(String tenant) {
		Instant then = Instant.now().minus(Duration.ofDays(99));
		UUID request = new LedgerOfPackages(jdbc(), tenant).packaged(then, then);
		jdbc().sql("update request set revision = 2 where id = ?").param(request).update();
		return request;
	}

	private static Removal remove(String tenant, UUID request) {
		return category().remove(tenant(tenant), KEEP, List.of(new Due(request.toString(), request, 0, Instant.EPOCH)))
			.get(0);
	}

	private static List<UUID> due(String tenant) {
		try (Stream<Due> due = category().due(tenant(tenant), KEEP, Instant.now())) {
			return due.map(Due::request).toList();
		}
	}

	private static PackagesCategory category() {
		return hub.part(PackagesCategory.class);
	}

	private static JdbcClient jdbc() {
		return hub.part(JdbcClient.class);
	}

	private static Tenant tenant(String name) {
		return hub.part(Tenants.class).get(name);
	}

	private static void store(String connection, String tenant, UUID request) {
		FILES.forEach((file) -> blobs(connection).getBlobClient("%s/%s/%s".formatted(tenant, request, file))
			.upload(BinaryData.fromString(file), true));
	}

	/**
	 * What a backup may have done, or a person.
	 */
	private static void snapshotAndOverwrite(UUID request) {
		var blob = blobs(account.connectionString()).getBlobClient("contoso/%s/package.zip".formatted(request));
		blob.createSnapshot();
		blob.upload(BinaryData.fromString("other"), true);
	}

	private static BlobContainerClient blobs(String connection) {
		return new BlobServiceClientBuilder().connectionString(connection)
			.httpClient(new JdkHttpClientBuilder().build())
			.buildClient()
			.getBlobContainerClient("dsr");
	}

	private static String container(String tenant, String endpoint, String connection) throws IOException {
		Path secret = Files.writeString(folder.resolve(tenant + "-storage"), connection);
		return "container: {kind: azure, endpoint: \"%s\", name: dsr, credential: {kind: connection-string, value: \"file:%s\"}}%n"
			.formatted(endpoint, secret);
	}

}
