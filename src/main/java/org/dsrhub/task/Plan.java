package org.dsrhub.task;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.dsrhub.request.Asked;
import org.dsrhub.security.Role;
import org.dsrhub.source.Change;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.subject.Identity;
import org.dsrhub.tenant.Tenant;

/**
 * Which sources a request is fanned out to and what its caller's roles allow there. Every
 * source of the plan gets a task, so that every one is answered for.
 */
final class Plan {

	private Plan() {
	}

	/**
	 * The tasks of a request.
	 * @param tenant in whose scope it runs
	 * @param sources the sources asked for, or all of the tenant's
	 * @param roles the roles on which it was filed
	 * @param identity the subject after the directory was asked
	 * @param restricted for a lift what can be put back, by source
	 */
	static List<PlannedTask> of(Asked asked, Tenant tenant, Collection<Source> sources, Set<Role> roles,
			Identity identity, Map<String, List<Changing.Item>> restricted) {
		return sources.stream()
			.map((source) -> unread(asked, source, roles)
				.orElseGet(() -> asked.lift() ? lift(source, restricted.getOrDefault(source.source(), List.of()))
						: task(tenant, source, identity)))
			.toList();
	}

	/**
	 * What is to be done without looking into the source: a rule forbids it, or a person
	 * does it.
	 */
	private static Optional<PlannedTask> unread(Asked asked, Source source, Set<Role> roles) {
		Optional<Change> change = asked.change(source);
		String refused = Optional.ofNullable(source.collect().refused())
			.or(() -> change.map(Change::refused))
			.orElse(null);
		if (refused != null) {
			return Optional.of(PlannedTask.ended(source, Outcome.REFUSED, "rule", refused));
		}
		List<Right> needed = asked.exportFirst() ? List.of(asked.column(), Right.EXPORT) : List.of(asked.column());
		for (Right right : needed) {
			if (!source.grants(right, roles)) {
				return Optional.of(PlannedTask.ended(source, Outcome.REFUSED, "role", rule(right, source)));
			}
		}
		Optional<String> manual = Optional.ofNullable(source.collect().manual()).or(() -> change.map(Change::manual));
		if (manual.isPresent()) {
			return Optional.of(PlannedTask.manual(source, manual.get()));
		}
		if (asked.right() == Right.RECTIFY && change.isPresent()) {
			return Corrections.of(change.get(), asked.corrections()).forbidden(source);
		}
		return Optional.empty();
	}

	private static PlannedTask lift(Source source, List<Changing.Item> items) {
		return items.isEmpty() ? PlannedTask.ended(source, Outcome.NOTHING_FOUND, null, null)
				: PlannedTask.change(source, items);
	}

	private static PlannedTask task(Tenant tenant, Source source, Identity identity) {
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
		boolean speechless = source.correspondence().isPresent() && tenant.mailboxes().administrator() == null;
		if (speechless || !tenant.hasRoomFor(source)
				|| (source.perSubscription() && tenant.subscriptions().isEmpty())) {
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
