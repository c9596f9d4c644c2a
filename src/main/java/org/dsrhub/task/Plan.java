package org.dsrhub.task;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.dsrhub.security.Role;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.subject.Identity;
import org.dsrhub.tenant.Tenant;

/**
 * Which sources a request is fanned out to and what its caller's roles allow there. Every
 * source of the plan gets a task, so that every one is answered for.
 */
public final class Plan {

	private Plan() {
	}

	/**
	 * The tasks of a request.
	 * @param tenant in whose scope it runs
	 * @param sources the sources asked for, or all of the tenant's
	 * @param roles the roles on which it was filed
	 * @param identity the subject after the directory was asked
	 */
	public static List<PlannedTask> of(Right right, Tenant tenant, Collection<Source> sources, Set<Role> roles,
			Identity identity) {
		return sources.stream().map((source) -> task(right, tenant, source, roles, identity)).toList();
	}

	private static PlannedTask task(Right right, Tenant tenant, Source source, Set<Role> roles, Identity identity) {
		if (!source.grants(right, roles)) {
			return PlannedTask.ended(source, Outcome.REFUSED, "role", rule(right, source));
		}
		if (source.needsDirectoryEntry() && tenant.endpoints().graph() == null) {
			return PlannedTask.ended(source, Outcome.FAILED, Reason.NOT_CONFIGURED.label(), null);
		}
		if (source.needsDirectoryEntry() && identity.entry().isEmpty()) {
			return switch (identity.identified()) {
				case "nobody" -> PlannedTask.ended(source, Outcome.NOTHING_FOUND, null, null);
				case "failed" -> PlannedTask.ended(source, Outcome.FAILED, identity.failure(), null);
				default -> PlannedTask.ended(source, Outcome.NOT_SEARCHABLE, "no-identifier", null);
			};
		}
		if (!identity.subject().hasAny(source.searchedBy())) {
			return PlannedTask.ended(source, Outcome.NOT_SEARCHABLE, "no-identifier", null);
		}
		if (source.perSubscription() && tenant.subscriptions().isEmpty()) {
			return PlannedTask.ended(source, Outcome.FAILED, Reason.NOT_CONFIGURED.label(), null);
		}
		return PlannedTask.run(source);
	}

	private static String rule(Right right, Source source) {
		Set<Role> granted = source.roles().getOrDefault(right, Set.of());
		if (granted.isEmpty()) {
			return "%s is not available for %s to anybody".formatted(right.label(), source.source());
		}
		return "%s of %s needs one of the roles %s".formatted(right.label(), source.source(),
				granted.stream().map(Role::label).sorted().collect(Collectors.joining(", ")));
	}

}
