package org.dsrhub.task;

import java.util.List;
import java.util.Locale;

import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;

/**
 * A resource's id, which is where it is. It comes from an answer, so it is held to what
 * the source lists: a resource of its type, in a subscription of the tenant.
 */
final class ResourceId {

	private ResourceId() {
	}

	/**
	 * The path of an item that a source listed.
	 * @throws VendorFault if the id could lead to anything else
	 */
	static String path(FrozenPlan plan, String id) {
		List<String> segments = List.of(id.split("/", -1));
		List<String> listed = List.of(plan.source().collect().parameters().get("path").split("/"));
		boolean plain = segments.size() > 6 && segments.get(0).isEmpty()
				&& segments.stream()
					.skip(1)
					.allMatch((one) -> one.matches("[A-Za-z0-9._()~-]+") && !one.matches("\\.+"));
		boolean inside = plain && "subscriptions".equalsIgnoreCase(segments.get(1))
				&& plan.subscriptions().stream().anyMatch(segments.get(2)::equalsIgnoreCase);
		boolean listedType = inside && lower(segments).contains(provider(listed))
				&& segments.get(segments.size() - 2).equalsIgnoreCase(listed.get(listed.size() - 1));
		if (!listedType) {
			throw VendorFault.terminal(Reason.INVALID_ANSWER,
					"a record of %s has no id of such a resource in the tenant's subscriptions"
						.formatted(plan.source().source()));
		}
		return id;
	}

	private static String provider(List<String> listed) {
		return listed.get(lower(listed).indexOf("providers") + 1).toLowerCase(Locale.ROOT);
	}

	private static List<String> lower(List<String> segments) {
		return segments.stream().map((one) -> one.toLowerCase(Locale.ROOT)).toList();
	}

}
