package org.dsrhub.subject;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The natural person of one request, as far as the hub knows them inside one tenant.
 *
 * @param identifiers their identifiers in normal form, see {@link Identifiers}
 * @param names their display, given, family and account names in the directory. A name
 * never makes a record theirs; it only keeps their own name from being redacted.
 * @param region how a phone number without {@code +} is read in this tenant
 */
public record Subject(Map<IdentifierKind, Set<String>> identifiers, Set<String> names, String region) {

	public Subject {
		EnumMap<IdentifierKind, Set<String>> copy = new EnumMap<>(IdentifierKind.class);
		identifiers.forEach((kind, values) -> {
			if (!values.isEmpty()) {
				copy.put(kind, Set.copyOf(values));
			}
		});
		identifiers = Map.copyOf(copy);
		names = Set.copyOf(names);
	}

	/**
	 * Whether the person has this identifier, given in normal form.
	 */
	public boolean has(IdentifierKind kind, String value) {
		return of(kind).contains(value);
	}

	public Set<String> of(IdentifierKind kind) {
		return this.identifiers.getOrDefault(kind, Set.of());
	}

	public boolean hasAny(Collection<IdentifierKind> kinds) {
		return kinds.stream().anyMatch((kind) -> !of(kind).isEmpty());
	}

	/**
	 * This person with what the directory adds to them.
	 */
	public Subject with(Map<IdentifierKind, ? extends Collection<String>> more, Collection<String> moreNames) {
		EnumMap<IdentifierKind, Set<String>> merged = new EnumMap<>(IdentifierKind.class);
		this.identifiers.forEach((kind, values) -> merged.put(kind, new TreeSet<>(values)));
		more.forEach((kind, values) -> merged.computeIfAbsent(kind, (key) -> new TreeSet<>()).addAll(values));
		TreeSet<String> allNames = new TreeSet<>(this.names);
		allNames.addAll(moreNames);
		return new Subject(merged, allNames, this.region);
	}

}
