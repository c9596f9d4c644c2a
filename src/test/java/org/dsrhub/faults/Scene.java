package org.dsrhub.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.dsrhub.TestDatabase;
import org.dsrhub.endtoend.Installation;
import org.dsrhub.faults.History.Chain;
import org.dsrhub.faults.History.Expected;
import org.dsrhub.faults.History.Pack;
import org.dsrhub.faults.History.Told;
import org.dsrhub.simulated.AzuriteServer;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedServer;
import org.dsrhub.simulated.SimulatedTenant;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a run takes place: two tenants, one with its packages in a folder and one with
 * them in Azure, some more for an erasure each, and nodes. First each kind of request is
 * done once with nothing disturbed; then the run does its worst while requests come in;
 * at the end what is left is checked.
 */
final class Scene implements AutoCloseable {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final int PEOPLE = 4;

	private static final int ERASURES = 4;

	private static final Duration USUAL = Duration.ofMillis(20);

	private static final Duration SLOW = Duration.ofSeconds(1);

	/** Nothing here may end as an exception because it was tried too seldom. */
	private static final String PATIENT = """
			limits: {connectTimeout: PT2S, responseTimeout: PT5S, maxAttempts: 100, maxWait: PT2S}
			""";

	private static final String ERASING = PATIENT + "decision: {erase: auto}\n";

	private final String run;

	private final Instant begun = Instant.now();

	private final Random random = new Random(Moment.seed());

	private final SimulatedTenant contoso = SimulatedTenant.start("contoso");

	private final SimulatedTenant fabrikam = SimulatedTenant.start("fabrikam");

	private final Map<String, SamplePeople> people = new TreeMap<>();

	private final List<Erasable> erasures = new ArrayList<>();

	private final Installation installation;

	private final List<Node> nodes = new ArrayList<>();

	private final List<Runnable> endings = new ArrayList<>();

	private final Map<String, Expected> expected = new HashMap<>();

	private final Map<String, Object> figures = new TreeMap<>();

	private final Storage storage;

	private PostgresServer postgres;

	private Workload workload;

	private int calm;

	private int filedErasures;

	private boolean clocksJump;

	/**
	 * A scene without nodes.
	 * @param run its name in what is printed
	 * @param account the connection string of the storage account
	 */
	Scene(String run, Path folder, String account) {
		this.run = run;
		this.storage = new Storage(account);
		this.installation = Installation.in(folder.resolve("hub"));
		try {
			Path secret = Files.writeString(folder.resolve("storage"), account);
			settle(this.contoso, "");
			settle(this.fabrikam,
					"container: {kind: azure, name: %s, credential: {kind: connection-string, value: \"file:%s\"}}%n"
						.formatted(Storage.CONTAINER, secret));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		for (int i = 0; i <= ERASURES; i++) {
			this.erasures.add(Erasable.in(this.installation, i, ERASING));
		}
	}

	/**
	 * A scene whose storage account is Azurite.
	 */
	static Scene of(String run, Path folder) {
		AzuriteServer azurite = AzuriteServer.start();
		Scene scene = new Scene(run, folder, azurite.connectionString());
		scene.atEnd(azurite::close);
		return scene;
	}

	private void settle(SimulatedTenant tenant, String more) {
		this.people.put(tenant.name(), SamplePeople.settle(tenant, Instant.now()));
		servers(tenant).forEach((server) -> server.latency(USUAL));
		this.installation.with(tenant, PATIENT + more);
	}

	/**
	 * Puts the ledger into a PostgreSQL server of the scene's own.
	 */
	Scene withPostgresql(Path data) {
		this.postgres = PostgresServer.start(data);
		atEnd(this.postgres::close);
		this.installation.withLedger(this.postgres.settings());
		return this;
	}

	/**
	 * Takes no evidence for wrong in which the verifier finds that a clock was set back:
	 * it has to. How many there were is among the figures.
	 */
	Scene withClocksThatJump() {
		this.clocksJump = true;
		return this;
	}

	/**
	 * Does this, too, when the scene ends.
	 */
	void atEnd(Runnable ending) {
		this.endings.add(ending);
	}

	/**
	 * Adds a node that does not run yet.
	 */
	Node node(String name) {
		Node node = new Node(this.installation, name);
		this.nodes.add(node);
		return node;
	}

	List<Node> nodes() {
		return this.nodes;
	}

	PostgresServer postgres() {
		return this.postgres;
	}

	Installation installation() {
		return this.installation;
	}

	Random random() {
		return this.random;
	}

	Workload workload() {
		return this.workload;
	}

	/**
	 * The services of all tenants, but for their logins.
	 */
	List<SimulatedServer> services() {
		return tenants().flatMap((tenant) -> servers(tenant).stream()).toList();
	}

	/**
	 * Where the services and the logins of all tenants are.
	 */
	List<String> addresses() {
		return Stream
			.concat(services().stream().map(SimulatedServer::url), tenants().map((tenant) -> tenant.login().url()))
			.toList();
	}

	private Stream<SimulatedTenant> tenants() {
		return Stream.concat(Stream.of(this.contoso, this.fabrikam), this.erasures.stream().map(Erasable::tenant));
	}

	private static List<SimulatedServer> servers(SimulatedTenant tenant) {
		return List.of(tenant.arm(), tenant.graph());
	}

	/**
	 * A figure for the line that is printed in the end.
	 */
	void figure(String name, Object value) {
		this.figures.put(name, value);
	}

	/**
	 * Starts the nodes, lets each kind of request be done once with nothing disturbed,
	 * and then begins with the load, the erasures among it.
	 * @param pause from one arrival to the next
	 */
	void begin(Duration pause) {
		beginWithoutErasures(pause);
		erase(ERASURES);
	}

	/**
	 * As {@link #begin}, with the erasures left for {@link #erase}.
	 */
	void beginWithoutErasures(Duration pause) {
		System.out.printf("faults run=%s seed=%d%n", this.run, Moment.seed());
		// The first makes the ledger's tables.
		this.nodes.get(0).start().awaitReady();
		List<Node> others = this.nodes.subList(1, this.nodes.size());
		others.forEach(Node::start);
		others.forEach(Node::awaitReady);
		List<Filing> kinds = kinds();
		this.workload = new Workload(this.installation, this.nodes, kinds);
		atEnd(this.workload::close);
		List<Filing> calm = new ArrayList<>();
		for (Filing kind : kinds) {
			for (String right : List.of("export", "access", "discover")) {
				calm.add(new Filing(kind.tenant(), "C-" + calm.size(), right, kind.subject(), null, "{}"));
			}
		}
		calm.add(this.erasures.get(0).filing());
		calm.forEach(this.workload::file);
		this.workload.awaitReceipts();
		assertThat(this.workload.refused()).isEmpty();
		awaitCompleted();
		learn(calm);
		this.calm = calm.size();
		this.workload.start(pause);
	}

	/**
	 * Lets so many more of the erasures come in, each of another tenant's person.
	 */
	void erase(int count) {
		this.erasures.subList(1 + this.filedErasures, 1 + this.filedErasures + count)
			.forEach((erasure) -> this.workload.amid(erasure.filing()));
		this.filedErasures += count;
	}

	/**
	 * How much the erasures have changed so far, without what is asked for by POST.
	 */
	long changed() {
		return this.erasures.stream()
			.flatMap((erasure) -> erasure.effects().stream())
			.filter((effect) -> !effect.startsWith("POST "))
			.count();
	}

	/**
	 * Ends the load, waits until everything is done, and checks it.
	 */
	void end() {
		this.workload.stop();
		awaitCompleted();
		HistoryReader reader = new HistoryReader(this.installation);
		patiently(() -> reader.left().isEmpty());
		Map<String, JsonNode> outbox = reader.outbox();
		Set<String> ids = new TreeSet<>();
		outbox.values().forEach((result) -> ids.add(id(result)));
		Node witness = this.nodes.stream().filter(Node::isAlive).findFirst().orElseThrow();
		Map<String, Chain> chains = HistoryReader.chains(witness, ids);
		if (this.clocksJump) {
			figure("evidence-marked", chains.values().stream().filter(Chain::marked).count());
			chains.replaceAll((id, chain) -> chain.marked() ? new Chain(chain.events(), null) : chain);
		}
		List<String> left = new ArrayList<>(reader.left());
		left.addAll(this.workload.refused());
		this.nodes.forEach(Node::kill);
		List<History.Row> rows = HistoryReader.rows(ledger());
		Map<String, Told> told = outbox.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> HistoryReader.told(entry.getValue())));
		// Nobody asks these two to change anything.
		List<String> effects = Stream.of(this.contoso, this.fabrikam)
			.flatMap((tenant) -> tenant.effects().stream().map((effect) -> tenant.name() + " " + effect.line()))
			.collect(Collectors.toCollection(ArrayList::new));
		List<String> expectedEffects = new ArrayList<>();
		for (Erasable erasure : this.erasures) {
			erasure.effects().forEach((effect) -> effects.add(erasure.tenant().name() + " " + effect));
			Erasable.EFFECTS.forEach((effect) -> expectedEffects.add(erasure.tenant().name() + " " + effect));
		}
		Verdict verdict = HistoryChecker.check(new History(this.workload.accepted(), rows, chains, packs(rows), told,
				this.expected, effects, expectedEffects, left));
		System.out.printf("faults run=%s %s erased=%d filed-again=%d%s took=%ds%n", this.run, verdict, ERASURES + 1,
				this.workload.repeated(),
				this.figures.entrySet()
					.stream()
					.map((figure) -> " " + figure.getKey() + "=" + figure.getValue())
					.collect(Collectors.joining()),
				Duration.between(this.begun, Instant.now()).toSeconds());
		assertThat(verdict.problems()).as(this.run).isEmpty();
		assertThat(verdict.completed()).isEqualTo(verdict.accepted());
		assertThat(verdict.accepted()).as("what came in while it was disturbed").isGreaterThan(this.calm + ERASURES);
	}

	@Override
	public void close() {
		this.nodes.stream().filter(Node::isAlive).forEach(Node::kill);
		this.endings.forEach(Runnable::run);
		this.erasures.forEach(Erasable::close);
		this.contoso.close();
		this.fabrikam.close();
	}

	/**
	 * The ledger, with no node at it.
	 */
	private JdbcClient ledger() {
		return JdbcClient.create(TestDatabase.of((this.postgres != null) ? this.postgres.settings()
				: Map.of("spring.datasource.url", "jdbc:h2:file:" + this.installation.data().resolve("ledger"),
						"spring.datasource.username", "hub", "spring.datasource.password", "")));
	}

	/**
	 * One of each tenant and person.
	 */
	private List<Filing> kinds() {
		List<Filing> kinds = new ArrayList<>();
		this.people
			.forEach((tenant, people) -> Stream.concat(Stream.of(people.email()), people.otherSubjects().stream())
				.limit(PEOPLE)
				.forEach((subject) -> kinds.add(new Filing(tenant, "kind", "export", subject, null, "{}"))));
		return kinds;
	}

	/**
	 * What is expected of every later request for the same. Of Ana it is known by heart.
	 */
	private void learn(List<Filing> calm) {
		HistoryReader reader = new HistoryReader(this.installation);
		Map<String, JsonNode> outbox = reader.outbox();
		Map<String, byte[]> packages = packages();
		for (Filing filing : calm) {
			JsonNode result = outbox.get(filing.tenant() + "/" + filing.reference());
			assertThat(result.path("state").asText()).as(filing.reference()).isEqualTo("completed");
			byte[] zip = packages.get(result.at("/package/path").asText());
			Set<String> content = (zip != null) ? HistoryReader.pack(zip, List.of()).content() : null;
			if (List.of("export", "access").contains(filing.right())) {
				assertThat(content).as("the package of " + filing.reference()).isNotNull();
			}
			if (filing.right().equals("discover")) {
				assertThat(content).as("a package of " + filing.reference()).isNull();
			}
			this.expected.put(filing.kind(), new Expected(HistoryReader.told(result).outcomes(), content));
			SamplePeople people = this.people.get(filing.tenant());
			if (content != null && people != null && filing.subject().equals(people.email())) {
				known(people, content);
			}
		}
		assertThat(this.erasures.get(0).effects()).containsExactlyInAnyOrderElementsOf(Erasable.EFFECTS);
		Filing erased = this.erasures.get(0).filing();
		this.erasures.forEach((erasure) -> this.expected.put(erasure.filing().kind(),
				new Expected(this.expected.get(erased.kind()).outcomes(), null)));
	}

	private static void known(SamplePeople people, Set<String> content) {
		for (String source : List.of("defender-security-contacts", "defender-alerts", "defender-jit-policies",
				"activity-log", "entra-user")) {
			assertThat(content.stream()
				.filter((item) -> item.startsWith(quoted(source)))
				.map((item) -> item.split(" ")[1])
				.collect(Collectors.toSet())).as(source)
				.isEqualTo(people.records(source).stream().map(Scene::quoted).collect(Collectors.toSet()));
		}
	}

	private static String quoted(String text) {
		return JSON.valueToTree(text).toString();
	}

	private Map<String, byte[]> packages() {
		Map<String, byte[]> files = new TreeMap<>(new HistoryReader(this.installation).localFiles());
		files.putAll(this.storage.files());
		return HistoryReader.packages(files);
	}

	private Map<String, Pack> packs(Collection<History.Row> rows) {
		Map<String, String> subjects = new HashMap<>();
		Map<String, String> paths = new HashMap<>();
		rows.stream()
			.filter((row) -> row.packagePath() != null)
			.forEach((row) -> paths.put(row.tenant() + "/" + row.reference(), row.packagePath()));
		this.workload.accepted()
			.forEach((accepted) -> subjects.put(
					paths.get(accepted.filing().tenant() + "/" + accepted.filing().reference()),
					accepted.filing().tenant() + "/" + accepted.filing().subject()));
		Map<String, List<String>> canaries = new HashMap<>();
		Map<String, Pack> packs = new TreeMap<>();
		packages().forEach((path, zip) -> packs.put(path,
				HistoryReader.pack(zip, canaries.computeIfAbsent(subjects.getOrDefault(path, "/"), this::canaries))));
		return packs;
	}

	/**
	 * What names anybody but this subject, in their tenant and in the other one.
	 */
	private List<String> canaries(String subject) {
		String tenant = subject.substring(0, subject.indexOf('/'));
		String email = subject.substring(subject.indexOf('/') + 1);
		if (!this.people.containsKey(tenant)) {
			return List.of();
		}
		return this.people.get(tenant).canaries(email).stream().map((canary) -> canary.toLowerCase()).toList();
	}

	/**
	 * How many of those accepted are not closed.
	 */
	long open() {
		return this.workload.accepted().stream().filter((accepted) -> !closed(accepted)).count();
	}

	/**
	 * Waits until something is left to do, so that a fault meets it.
	 * @return how many of those accepted are not closed
	 */
	long awaitOpen() {
		return Awaitility.await("open requests")
			.pollInterval(Duration.ofMillis(10))
			.until(this::open, (open) -> open > 0);
	}

	/**
	 * Makes the services so slow that a node holds its tasks for some seconds, and waits
	 * until it does.
	 * @return the tasks
	 */
	Set<String> awaitHeld(Leases leases, String node) {
		services().forEach((server) -> server.latency(SLOW));
		return Awaitility.await("tasks of " + node)
			.atMost(Duration.ofMinutes(1))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> leases.of(node), (held) -> !held.isEmpty());
	}

	/**
	 * Makes the services as fast as they were.
	 */
	void hurry() {
		services().forEach((server) -> server.latency(USUAL));
	}

	private boolean closed(Accepted accepted) {
		return this.installation.result(accepted.filing().tenant(), accepted.filing().reference())
			.path("closedAt")
			.isTextual();
	}

	private void awaitCompleted() {
		List<Accepted> open = new ArrayList<>(this.workload.accepted());
		patiently(() -> {
			open.removeIf(this::closed);
			return open.isEmpty();
		});
	}

	/**
	 * If it does not come about, the checker says what is missing.
	 */
	private static void patiently(Supplier<Boolean> condition) {
		try {
			Awaitility.await().atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(200)).until(condition::get);
		}
		catch (ConditionTimeoutException ex) {
			System.out.println("faults waited in vain");
		}
	}

	private static String id(JsonNode result) {
		return (result.path("duplicateOf").isTextual() ? result.path("duplicateOf") : result.path("id")).asText();
	}

}
