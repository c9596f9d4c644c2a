package org.dsrhub.simulated;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

}
