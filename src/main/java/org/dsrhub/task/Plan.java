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
import org.dsrhub.subject.IdentifierKind;
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
			.map((source) -> unread(asked, source, roles).orElseGet(() -> asked.lift()
					? lift(source, restricted, sources) : task(tenant, source, identity, asked.copied())))
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

	/**
	 * What was restricted under another name, because the tenant had other applications
	 * then, is in an application that nobody can tell by now.
	 */
	private static PlannedTask lift(Source source, Map<String, List<Changing.Item>> restricted,
			Collection<Source> sources) {
		List<Changing.Item> items = restricted.getOrDefault(source.source(), List.of());
		if (!items.isEmpty()) {
			return PlannedTask.change(source, items);
		}
		Set<String> names = sources.stream().map(Source::source).collect(Collectors.toSet());
		return restricted.keySet()
			.stream()
			.filter((name) -> Source.file(name).equals(Source.file(source.source())) && !names.contains(name))
			.findFirst()
			.map((name) -> PlannedTask.ended(source, Outcome.REFUSED, "rule",
					"it was restricted as %s; name only the applications of that time in endpoints.iotCentral to lift it"
						.formatted(name)))
			.orElseGet(() -> PlannedTask.ended(source, Outcome.NOTHING_FOUND, null, null));
	}

	private static PlannedTask task(Tenant tenant, Source source, Identity identity, boolean copied) {
		if (source.needsDirectoryEntry() && tenant.endpoints().graph() == null) {
			return PlannedTask.ended(source, Outcome.FAILED, Reason.NOT_CONFIGURED.label(), null);
		}
		boolean exports = source.needsDirectoryEntry() && source.operation().isPresent();
		boolean gone = identity.identified().equals("nobody") && known(identity).isPresent();
		if (exports && (gone || (identity.deleted() && copied))) {
			return PlannedTask.ended(source, Outcome.REFUSED, "rule",
					"the service exports only of accounts that are in the directory and not deleted");
		}
		boolean remembered = !exports || identity.entry().isPresent();
		if (source.needsDirectoryEntry() && !source.directoryEntry() && remembered && known(identity).isPresent()) {
			return tenant.hasRoomFor(source) ? PlannedTask.run(source)
					: PlannedTask.ended(source, Outcome.FAILED, Reason.NOT_CONFIGURED.label(), null);
		}
		if (source.needsDirectoryEntry() && !source.directoryEntry() && identity.identified().equals("nobody")) {
			// Logs remember whom the directory has forgotten, by an id that nobody gave.
			return PlannedTask.ended(source, Outcome.NOT_SEARCHABLE, "no-identifier", null);
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

	/**
	 * The id of the person's directory entry, as the directory has it or as it was given.
	 */
	static Optional<String> known(Identity identity) {
		return identity.entry().or(() -> identity.subject().of(IdentifierKind.OBJECT_ID).stream().findFirst());
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
