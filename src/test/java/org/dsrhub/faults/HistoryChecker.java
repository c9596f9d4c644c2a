package org.dsrhub.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.dsrhub.faults.History.Chain;
import org.dsrhub.faults.History.Expected;
import org.dsrhub.faults.History.Pack;
import org.dsrhub.faults.History.Row;
import org.dsrhub.faults.History.Told;

/**
 * Says of a history whether each request that was accepted was completed, once and right.
 * What it says names requests by their references and never quotes their content.
 */
final class HistoryChecker {

	/** What happens to each request once, whatever its right. */
	private static final List<String> ONCE = List.of("registered", "planned", "closed");

	private final History history;

	private final Map<String, List<Row>> byReference;

	private final Map<String, Row> byId;

	private final Map<String, Filing> filings;

	private final List<String> lost = new ArrayList<>();

	private final List<String> twice = new ArrayList<>();

	private final List<String> wrong = new ArrayList<>();

	private HistoryChecker(History history) {
		this.history = history;
		this.byReference = history.rows().stream().collect(Collectors.groupingBy(HistoryChecker::name));
		this.byId = history.rows().stream().collect(Collectors.toMap(Row::id, Function.identity()));
		this.filings = history.accepted()
			.stream()
			.map(Accepted::filing)
			.collect(Collectors.toMap(HistoryChecker::name, Function.identity(), (one, again) -> one));
	}

	static Verdict check(History history) {
		return new HistoryChecker(history).verdict();
	}

	private Verdict verdict() {
		int completed = 0;
		for (Accepted accepted : this.history.accepted()) {
			completed += accepted(accepted) ? 1 : 0;
		}
		this.history.rows().stream().filter((row) -> row.original() == null).forEach(this::evidence);
		unasked();
		containers();
		effects();
		this.history.left().forEach((left) -> this.wrong.add(left + " was left behind"));
		return new Verdict(this.history.accepted().size(), completed, this.lost, this.twice, this.wrong);
	}

	/**
	 * Whether it was completed.
	 */
	private boolean accepted(Accepted accepted) {
		Filing filing = accepted.filing();
		String name = name(filing);
		List<Row> rows = this.byReference.getOrDefault(name, List.of());
		if (rows.isEmpty()) {
			this.lost.add(name + " is not in the ledger");
			return false;
		}
		if (rows.size() > 1) {
			this.twice.add(name + " was registered " + rows.size() + " times");
		}
		Row row = rows.get(0);
		if (accepted.receipt() != null && rows.stream().noneMatch((each) -> each.id().equals(accepted.receipt()))) {
			this.twice.add(name + " was registered as another one than its caller was told");
		}
		Row request = (row.original() != null) ? this.byId.get(row.original()) : row;
		if (request == null) {
			this.lost.add(name + " is a duplicate of nothing");
			return false;
		}
		if (!request.tenant().equals(filing.tenant()) || !request.right().equals(filing.right())) {
			this.wrong.add(name + " was mixed up with " + name(request));
		}
		Filing original = this.filings.get(name(request));
		if (request != row && original != null && !filing.asksAs(original)) {
			this.wrong.add(name + " is a duplicate of " + name(request) + ", which asks for something else");
		}
		if (!request.closed()) {
			this.lost.add(name + " is still " + request.state());
			return false;
		}
		if (!request.state().equals("completed")) {
			this.wrong.add(name + " is " + request.state());
		}
		Expected expected = this.history.expected().get(filing.kind());
		if (expected == null) {
			this.wrong.add(name + " cannot be judged: nothing is known of an undisturbed one");
			return false;
		}
		told(name, row, request, expected);
		if (expected.content() != null) {
			packaged(name, request, expected);
		}
		return request.state().equals("completed");
	}

	private void told(String name, Row row, Row request, Expected expected) {
		Told told = this.history.told().get(name);
		if (told == null) {
			this.lost.add("nobody was told of " + name);
			return;
		}
		if (!told.id().equals(row.id()) || !told.state().equals(request.state())) {
			this.wrong.add(name + " was told as " + told.state() + " of " + told.id());
		}
		if (!told.outcomes().equals(expected.outcomes())) {
			this.wrong.add(name + " has the outcomes " + told.outcomes() + " and not " + expected.outcomes());
		}
	}

	private void packaged(String name, Row request, Expected expected) {
		Pack pack = this.history.packages().get(request.packagePath());
		if (pack == null) {
			this.lost.add("the package of " + name);
			return;
		}
		if (!pack.sha256().equals(request.sha256())) {
			this.wrong.add("the package of " + name + " is not the one that was stored");
		}
		if (!pack.content().equals(expected.content())) {
			this.wrong.add("the package of " + name + " has " + differing(pack, expected) + " records that differ");
		}
		if (!pack.foreign().isEmpty()) {
			this.wrong.add("the package of " + name + " names somebody else in " + pack.foreign().size() + " places");
		}
	}

	private static int differing(Pack pack, Expected expected) {
		TreeSet<String> either = new TreeSet<>(pack.content());
		either.addAll(expected.content());
		either.removeIf((item) -> pack.content().contains(item) && expected.content().contains(item));
		return either.size();
	}

	private void evidence(Row request) {
		String name = name(request);
		Chain chain = this.history.chains().get(request.id());
		if (chain == null) {
			this.lost.add("the evidence of " + name);
			return;
		}
		if (chain.fault() != null) {
			this.wrong.add("the evidence of " + name + ": " + chain.fault());
		}
		ONCE.forEach((event) -> times(name, event, chain.count(event), 1));
		chain.events()
			.stream()
			.filter((event) -> event.startsWith(History.TASK_ENDED))
			.distinct()
			.forEach((event) -> times(name, event, chain.count(event), 1));
		times(name, "package-stored", chain.count("package-stored"), request.revision());
	}

	private void times(String name, String event, long count, long expected) {
		if (count != expected) {
			((count > expected) ? this.twice : this.lost)
				.add("%s of %s, %d times instead of %d".formatted(event, name, count, expected));
		}
	}

	private void unasked() {
		TreeSet<String> unasked = new TreeSet<>(this.byReference.keySet());
		unasked.removeAll(this.filings.keySet());
		unasked.forEach((name) -> this.wrong.add("nobody asked for " + name));
		TreeSet<String> made = new TreeSet<>(this.history.told().keySet());
		made.removeAll(this.byReference.keySet());
		made.forEach((name) -> this.wrong.add("somebody was told of " + name + ", which there is not"));
	}

	private void containers() {
		Map<String, String> named = new HashMap<>();
		for (Row row : this.history.rows()) {
			if (row.packagePath() != null) {
				String other = named.put(row.packagePath(), name(row));
				if (other != null) {
					this.wrong.add("one package for " + other + " and " + name(row));
				}
			}
		}
		new TreeSet<>(this.history.packages().keySet()).stream()
			.filter((path) -> !named.containsKey(path))
			.forEach((path) -> this.twice.add("the package " + path + ", which no request names"));
	}

	private void effects() {
		Map<String, Long> made = counts(this.history.effects());
		Map<String, Long> expected = counts(this.history.expectedEffects());
		made.forEach((effect, count) -> {
			if (!expected.containsKey(effect)) {
				this.wrong.add("nobody asked for the change " + effect);
			}
			else if (count > expected.get(effect)) {
				this.twice.add("the change " + effect + ", " + count + " times");
			}
		});
		expected.forEach((effect, count) -> {
			if (made.getOrDefault(effect, 0L) < count) {
				this.lost.add("the change " + effect);
			}
		});
	}

	private static Map<String, Long> counts(List<String> lines) {
		return lines.stream().collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
	}

	private static String name(Filing filing) {
		return filing.tenant() + "/" + filing.reference();
	}

	private static String name(Row row) {
		return row.tenant() + "/" + row.reference();
	}

}
