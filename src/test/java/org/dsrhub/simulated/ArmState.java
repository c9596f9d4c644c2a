package org.dsrhub.simulated;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the subscriptions of a simulated tenant hold. The lists are live: what is added to
 * them or removed is seen by the next call.
 */
public final class ArmState {

	private final Map<String, Map<ArmKind, List<ObjectNode>>> subscriptions = new ConcurrentHashMap<>();

	ArmState(List<String> subscriptions) {
		for (String subscription : subscriptions) {
			Map<ArmKind, List<ObjectNode>> kinds = new EnumMap<>(ArmKind.class);
			for (ArmKind kind : ArmKind.values()) {
				kinds.put(kind, new CopyOnWriteArrayList<>());
			}
			this.subscriptions.put(subscription, kinds);
		}
	}

	boolean knows(String subscription) {
		return this.subscriptions.containsKey(subscription);
	}

	/**
	 * The resources of one kind in one subscription; security contacts in the shape of
	 * 2023-12-01-preview, or as they were put.
	 * @throws IllegalArgumentException if the tenant has no such subscription
	 */
	public List<ObjectNode> of(String subscription, ArmKind kind) {
		Map<ArmKind, List<ObjectNode>> kinds = this.subscriptions.get(subscription);
		if (kinds == null) {
			throw new IllegalArgumentException("no subscription " + subscription + " in the simulated tenant");
		}
		return kinds.get(kind);
	}

	/**
	 * The resource of this id, to be read only.
	 */
	public Optional<ObjectNode> find(ArmKind kind, String id) {
		return of(subscription(id), kind).stream()
			.filter((resource) -> resource.path("id").asText().equalsIgnoreCase(id))
			.findFirst();
	}

	/**
	 * Puts a resource in the place of the one that has its id, or behind the others.
	 */
	public synchronized void put(ArmKind kind, ObjectNode resource) {
		String id = resource.path("id").asText();
		List<ObjectNode> all = of(subscription(id), kind);
		find(kind, id).ifPresentOrElse((old) -> all.set(all.indexOf(old), resource), () -> all.add(resource));
	}

	/**
	 * Takes away the resource of this id; nothing happens where there is none.
	 */
	public synchronized void remove(ArmKind kind, String id) {
		find(kind, id).ifPresent(of(subscription(id), kind)::remove);
	}

	private static String subscription(String id) {
		return ArmPath.of(id)
			.orElseThrow(() -> new IllegalArgumentException("no id of a simulated resource: " + id))
			.subscription();
	}

}
