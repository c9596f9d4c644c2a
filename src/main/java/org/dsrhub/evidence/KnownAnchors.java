package org.dsrhub.evidence;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All anchors that somebody has to check, wherever they stand, to hold them against each
 * other: of each tenant there is one row of them, in which each names the one before.
 */
final class KnownAnchors {

	private final Map<String, NavigableMap<Integer, Set<Anchor>>> tenants = new TreeMap<>();

	/**
	 * Adds an anchor whose signature is good.
	 */
	void add(Anchor anchor) {
		this.tenants.computeIfAbsent(anchor.tenant(), (tenant) -> new TreeMap<>())
			.computeIfAbsent(anchor.number(), (number) -> new LinkedHashSet<>())
			.add(anchor);
	}

	/**
	 * What is wrong with an anchor beside the others.
	 */
	Optional<Fault> fault(Anchor anchor) {
		NavigableMap<Integer, Set<Anchor>> row = this.tenants.getOrDefault(anchor.tenant(), new TreeMap<>());
		int number = anchor.number();
		if (row.getOrDefault(number, Set.of()).stream().anyMatch((other) -> !other.equals(anchor))) {
			return Optional.of(Fault.of("there are two anchors %d of tenant %s".formatted(number, anchor.tenant())));
		}
		Set<Anchor> before = row.getOrDefault(number - 1, Set.of());
		if (!before.isEmpty() && before.stream().noneMatch((other) -> other.hash().equals(anchor.prev()))) {
			return Optional.of(Fault.of("anchor %d does not follow anchor %d".formatted(number, number - 1)));
		}
		return row.headMap(number)
			.values()
			.stream()
			.flatMap(Set::stream)
			.filter((other) -> !anchor.follows(other.at()))
			.findFirst()
			.map((other) -> Fault.of("anchor %d is dated before anchor %d".formatted(number, other.number())));
	}

	/**
	 * Which anchors are not there though later ones are.
	 */
	List<String> gaps() {
		List<String> gaps = new ArrayList<>();
		this.tenants.forEach((tenant, row) -> {
			int next = 1;
			for (int number : row.keySet()) {
				if (number > next) {
					gaps.add(((number - next > 1) ? "anchors %d..%d of tenant %s are" : "anchor %d of tenant %3$s is")
						.formatted(next, number - 1, tenant));
				}
				next = number + 1;
			}
		});
		return gaps;
	}

}
