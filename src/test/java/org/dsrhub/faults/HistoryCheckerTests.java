package org.dsrhub.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.dsrhub.faults.History.Chain;
import org.dsrhub.faults.History.Expected;
import org.dsrhub.faults.History.Pack;
import org.dsrhub.faults.History.Row;
import org.dsrhub.faults.History.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The checker finds what it is there for: each case spoils a good history in one place.
 */
class HistoryCheckerTests {

	private static final List<String> EVENTS = List.of("registered", "identified", "planned", "task-ended alerts",
			"task-ended users", "package-stored", "closed");

	private final List<Accepted> accepted = new ArrayList<>();

	private final List<Row> rows = new ArrayList<>();

	private final Map<String, Chain> chains = new TreeMap<>();

	private final Map<String, Pack> packages = new TreeMap<>();

	private final Map<String, Told> told = new TreeMap<>();

	private final Map<String, Expected> expected = new TreeMap<>();

	private final List<String> effects = new ArrayList<>(List.of("DELETE kim", "DELETE policy"));

	private final List<String> left = new ArrayList<>();

	HistoryCheckerTests() {
		request("1", "ana", "one");
		request("2", "bo", "two");
		this.accepted.add(new Accepted(filing("3", "ana"), "id-3"));
		this.rows.add(new Row("id-3", "contoso", "3", "", "", 0, null, null, "id-1"));
		this.told.put("contoso/3", new Told("id-3", "completed", Set.of("alerts found 1")));
	}

	@Test
	void a_history_in_which_all_is_well_has_nothing_against_it() {
		assertThat(verdict()).hasToString("accepted=3 completed=3 lost=0 twice=0 wrong=0");
	}

	static Stream<Arguments> faults() {
		return Stream.of(
				fault("a request that is not in the ledger", "lost: contoso/2 is not", (test) -> test.rows.remove(1)),
				fault("a request that was never ended", "lost: contoso/2 is still packaging",
						(test) -> test.rows.set(1,
								new Row("id-2", "contoso", "2", "export", "packaging", 1, "contoso/id-2/package.zip",
										"sha-two", null))),
				fault("a request that was registered twice", "twice: contoso/2 was registered 2 times",
						(test) -> test.rows
							.add(new Row("id-4", "contoso", "2", "export", "completed", 0, null, null, null))),
				fault("a key that made two requests", "twice: contoso/2 was registered as another one",
						(test) -> test.accepted.add(new Accepted(filing("2", "bo"), "id-9"))),
				fault("a duplicate of nothing", "lost: contoso/3 is a duplicate of nothing",
						(test) -> test.rows.set(2, new Row("id-3", "contoso", "3", "", "", 0, null, null, "id-9"))),
				fault("a duplicate of a request for somebody else",
						"wrong: contoso/3 is a duplicate of contoso/2, which asks for something else",
						(test) -> test.rows.set(2, new Row("id-3", "contoso", "3", "", "", 0, null, null, "id-2"))),
				fault("a duplicate that nobody else asked for", "wrong: contoso/3 is a duplicate of contoso/1",
						(test) -> test.accepted.set(2,
								new Accepted(new Filing("contoso", "3", "export", "ana", "10.0.0.3", "{}"), "id-3"))),
				fault("a duplicate of a request that asks for more", "wrong: contoso/3 is a duplicate of contoso/1",
						(test) -> test.accepted.set(0,
								new Accepted(new Filing("contoso", "1", "export", "ana", "10.0.0.1", "{}"), "id-1"))),
				fault("a duplicate with other options", "wrong: contoso/3 is a duplicate of contoso/1",
						(test) -> test.accepted.set(2,
								new Accepted(new Filing("contoso", "3", "export", "ana", null, "{\"x\":1}"), "id-3"))),
				fault("a request that was closed twice", "twice: closed of contoso/2, 2 times",
						(test) -> test.chains.put("id-2",
								new Chain(Stream.concat(EVENTS.stream(), Stream.of("closed")).toList(), null))),
				fault("a task that ended twice", "twice: task-ended alerts of contoso/2, 2 times",
						(test) -> test.chains.put("id-2",
								new Chain(Stream.concat(EVENTS.stream(), Stream.of("task-ended alerts")).toList(),
										null))),
				fault("a package that was stored twice", "twice: package-stored of contoso/2, 2 times",
						(test) -> test.chains.put("id-2",
								new Chain(Stream.concat(EVENTS.stream(), Stream.of("package-stored")).toList(), null))),
				fault("a step without evidence", "lost: planned of contoso/2, 0 times",
						(test) -> test.chains.put("id-2",
								new Chain(EVENTS.stream().filter((event) -> !event.equals("planned")).toList(), null))),
				fault("no evidence", "lost: the evidence of contoso/2", (test) -> test.chains.remove("id-2")),
				fault("evidence that was changed", "wrong: the evidence of contoso/2: entry 3",
						(test) -> test.chains.put("id-2", new Chain(EVENTS, "entry 3 was changed"))),
				fault("no package", "lost: the package of contoso/2",
						(test) -> test.packages.remove("contoso/id-2/package.zip")),
				fault("another package than the one that was stored", "wrong: the package of contoso/2 is not the one",
						(test) -> test.packages.put("contoso/id-2/package.zip",
								new Pack("sha-x", Set.of("two"), List.of()))),
				fault("a package with a record too many", "wrong: the package of contoso/2 has 1 records that differ",
						(test) -> test.packages.put("contoso/id-2/package.zip",
								new Pack("sha-two", Set.of("two", "more"), List.of()))),
				fault("a package without its record", "wrong: the package of contoso/2 has 1 records that differ",
						(test) -> test.packages.put("contoso/id-2/package.zip",
								new Pack("sha-two", Set.of(), List.of()))),
				fault("a package that names somebody else", "wrong: the package of contoso/2 names somebody else",
						(test) -> test.packages.put("contoso/id-2/package.zip",
								new Pack("sha-two", Set.of("two"), List.of("subject.json: ana")))),
				fault("two requests with each other's packages", "wrong: the package of contoso/1", (test) -> {
					Pack one = test.packages.get("contoso/id-1/package.zip");
					test.packages.put("contoso/id-1/package.zip", test.packages.get("contoso/id-2/package.zip"));
					test.packages.put("contoso/id-2/package.zip", one);
				}),
				fault("a package of no request", "twice: the package contoso/id-2/package.2.zip",
						(test) -> test.packages.put("contoso/id-2/package.2.zip",
								new Pack("sha-two", Set.of("two"), List.of()))),
				fault("one package for two", "wrong: one package for contoso/1 and contoso/2",
						(test) -> test.rows.set(1,
								new Row("id-2", "contoso", "2", "export", "completed", 1, "contoso/id-1/package.zip",
										"sha-two", null))),
				fault("a request for another right", "wrong: contoso/2 was mixed up with",
						(test) -> test.rows.set(1,
								new Row("id-2", "contoso", "2", "access", "completed", 1, "contoso/id-2/package.zip",
										"sha-two", null))),
				fault("a request that ended as an exception", "wrong: contoso/2 is completed-with-exceptions",
						(test) -> test.rows.set(1,
								new Row("id-2", "contoso", "2", "export", "completed-with-exceptions", 1,
										"contoso/id-2/package.zip", "sha-two", null))),
				fault("another outcome", "wrong: contoso/2 has the outcomes",
						(test) -> test.told.put("contoso/2",
								new Told("id-2", "completed", Set.of("alerts nothing-found 0")))),
				fault("a result that nobody got", "lost: nobody was told of contoso/2",
						(test) -> test.told.remove("contoso/2")),
				fault("a result that is out of date", "wrong: contoso/2 was told as packaging",
						(test) -> test.told.put("contoso/2", new Told("id-2", "packaging", Set.of("alerts found 1")))),
				fault("a request that nobody asked for", "wrong: nobody asked for contoso/2",
						(test) -> test.accepted.remove(1)),
				fault("a result of no request", "wrong: somebody was told of contoso/9",
						(test) -> test.told.put("contoso/9", new Told("id-9", "completed", Set.of()))),
				fault("a request of which nothing is known", "wrong: contoso/2 cannot be judged",
						(test) -> test.expected.remove("contoso/export/bo")),
				fault("a change that was made twice", "twice: the change DELETE kim, 2 times",
						(test) -> test.effects.add("DELETE kim")),
				fault("a change that was not made", "lost: the change DELETE kim", (test) -> test.effects.remove(0)),
				fault("a change that nobody asked for", "wrong: nobody asked for the change DELETE bo",
						(test) -> test.effects.add("DELETE bo")),
				fault("a file that stayed in the inbox", "wrong: inbox/contoso/1.csv was left behind",
						(test) -> test.left.add("inbox/contoso/1.csv")));
	}

	private static Arguments fault(String name, String problem, Consumer<HistoryCheckerTests> fault) {
		return arguments(name, problem, fault);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void faults(String name, String problem, Consumer<HistoryCheckerTests> fault) {
		fault.accept(this);
		assertThat(verdict().problems()).as(name).anySatisfy((each) -> assertThat(each).startsWith(problem));
	}

	@Test
	void what_was_not_completed_is_not_counted_as_completed() {
		this.rows.remove(1);
		assertThat(verdict()).hasToString("accepted=3 completed=2 lost=1 twice=1 wrong=1");
	}

	private Verdict verdict() {
		return HistoryChecker.check(new History(this.accepted, this.rows, this.chains, this.packages, this.told,
				this.expected, this.effects, List.of("DELETE kim", "DELETE policy"), this.left));
	}

	private void request(String reference, String subject, String content) {
		Filing filing = filing(reference, subject);
		String id = "id-" + reference;
		String path = "contoso/" + id + "/package.zip";
		this.accepted.add(new Accepted(filing, id));
		this.rows.add(new Row(id, "contoso", reference, "export", "completed", 1, path, "sha-" + content, null));
		this.chains.put(id, new Chain(EVENTS, null));
		this.packages.put(path, new Pack("sha-" + content, Set.of(content), List.of()));
		this.told.put("contoso/" + reference, new Told(id, "completed", Set.of("alerts found 1")));
		this.expected.put(filing.kind(), new Expected(Set.of("alerts found 1"), Set.of(content)));
	}

	private static Filing filing(String reference, String subject) {
		return new Filing("contoso", reference, "export", subject, null, "{}");
	}

}
