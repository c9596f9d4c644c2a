package org.dsrhub.simulated;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which records concern Ana, by source and by the strength of what ties them to her.
 */
final class Findings {

	private final Map<String, Set<String>> byName = new TreeMap<>();

	private final Map<String, Set<String>> byIpAddress = new TreeMap<>();

	void byName(String source, String id) {
		this.byName.computeIfAbsent(source, (key) -> new LinkedHashSet<>()).add(id);
	}

	void byIpAddress(String source, String id) {
		this.byIpAddress.computeIfAbsent(source, (key) -> new LinkedHashSet<>()).add(id);
	}

	Set<String> byName(String source) {
		return this.byName.getOrDefault(source, Set.of());
	}

	Set<String> byIpAddress(String source) {
		return this.byIpAddress.getOrDefault(source, Set.of());
	}

}
