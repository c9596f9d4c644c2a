package org.dsrhub.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The category {@code inbox-files}: files that were taken and moved to {@code .done} or
 * {@code .rejected}, with the reports beside them, kept from when they were moved or, if
 * the ledger does not know them, from when they were last written. By what a file's
 * content and rows are known stays in the ledger until the evidence goes; its name does
 * not.
 */
@Component
class OldInboxFiles implements Category {

	private static final List<String> FOLDERS = List.of(".done", ".rejected");

	private static final String REPORT = ".errors.json";

	private static final String TAKEN = """
			select target, max(settled_at) as since from inbox_file where tenant = :tenant and target is not null
			group by target having max(settled_at) < :before order by 2""";

	/**
	 * A request under hold that came in a file, and the hold.
	 */
	private static final String HELD = """
			with filed as (select coalesce(duplicate.request, inbox_row.receipt) as request from inbox_file
			join inbox_row on inbox_row.file = inbox_file.id left join duplicate on duplicate.id = inbox_row.receipt
			where inbox_file.tenant = :tenant and inbox_file.target = :target and inbox_row.receipt is not null)
			select filed.request, hold.id from filed join hold on hold.request = filed.request
			where hold.tenant = :tenant and hold.lifted_at is null
			union all
			select filed.request, hold.id from filed join request_subject named on named.request = filed.request
			join hold_subject held on held.identifier = named.identifier join hold on hold.id = held.hold
			where hold.tenant = :tenant and hold.lifted_at is null limit 1""";

	private final ManyRows rows;

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final HoldsInForce holds;

	private final HubProperties hub;

	private final Clock clock;

	OldInboxFiles(ManyRows rows, JdbcClient jdbc, Transactions transactions, HoldsInForce holds, HubProperties hub,
			Clock clock) {
		this.rows = rows;
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.holds = holds;
		this.hub = hub;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "inbox-files";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		Stream<Due> due = this.rows.sql(TAKEN)
			.param("tenant", tenant.tenant())
			.param("before", Timestamps.of(keep.before(now)))
			.query((row, number) -> new Place(row.getString("target"), Timestamps.read(row, "since")))
			.stream()
			.map((taken) -> new Due(taken.target(), held(tenant, taken.target()).map(Held::request).orElse(null),
					bytes(tenant, taken), keep.until(taken.since())));
		for (String name : FOLDERS) {
			PlainFolder folder = new PlainFolder(this.hub.inbox(), tenant.tenant(), name);
			due = Stream.concat(due,
					folder.names()
						.flatMap((files) -> unknown(tenant, name, files).stream()
							.filter((file) -> folder.written(file).isBefore(keep.before(now)))
							.map((file) -> new Due(name + "/" + file, null, folder.bytes(file),
									keep.until(folder.written(file))))));
		}
		return due;
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		Instant before = keep.before(this.clock.instant());
		return this.transactions
			.run(() -> things.stream().map((thing) -> remove(tenant, new Place(thing.thing(), null), before)).toList());
	}

	private Removal remove(Tenant tenant, Place place, Instant before) {
		PlainFolder folder = folder(tenant, place);
		List<Instant> taken = this.jdbc
			.sql("select settled_at from inbox_file where tenant = ? and target = ? for update")
			.params(tenant.tenant(), place.target())
			.query((row, number) -> Optional.ofNullable(Timestamps.read(row, "settled_at")).orElse(Instant.MAX))
			.list();
		if (taken.isEmpty()) {
			if (!folder.has(place.file())) {
				return Removal.gone();
			}
			return (folder.written(place.file()).isBefore(before)
					&& !unknown(tenant, place.folder(), List.of(place.file())).isEmpty() && folder.delete(place.file()))
							? Removal.removed() : Removal.left("it is not due any more");
		}
		if (!taken.stream().allMatch((at) -> at.isBefore(before))) {
			return Removal.left("another file has taken its name");
		}
		Optional<Held> held = held(tenant, place.target());
		if (held.isPresent()) {
			return Removal.held(held.get().hold());
		}
		boolean report = folder.delete(place.file() + REPORT);
		boolean file = folder.delete(place.file());
		this.jdbc.sql("update inbox_file set target = null, name = '-' where tenant = ? and target = ?")
			.params(tenant.tenant(), place.target())
			.update();
		return (file || report) ? Removal.removed() : Removal.gone();
	}

	/**
	 * Those of some files of which the ledger knows nothing; it knows a report by its
	 * file.
	 */
	private List<String> unknown(Tenant tenant, String folder, List<String> files) {
		Set<String> places = new HashSet<>();
		files.forEach((file) -> places.addAll(places(folder, file)));
		Set<String> known = new HashSet<>(
				this.jdbc.sql("select target from inbox_file where tenant = :tenant and target in (:places)")
					.param("tenant", tenant.tenant())
					.param("places", places)
					.query(String.class)
					.list());
		return files.stream().filter((file) -> places(folder, file).stream().noneMatch(known::contains)).toList();
	}

	private static List<String> places(String folder, String file) {
		List<String> places = new ArrayList<>(List.of(folder + "/" + file));
		if (file.endsWith(REPORT)) {
			places.add(folder + "/" + file.substring(0, file.length() - REPORT.length()));
		}
		return places;
	}

	private Optional<Held> held(Tenant tenant, String target) {
		if (!this.holds.any(tenant.tenant())) {
			return Optional.empty();
		}
		Optional<UUID> whole = this.holds.whole(tenant.tenant());
		return whole.isPresent() ? whole.map((hold) -> new Held(null, hold))
				: this.jdbc.sql(HELD)
					.params(Map.of("tenant", tenant.tenant(), "target", target))
					.query((row, number) -> new Held(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
					.optional();
	}

	private long bytes(Tenant tenant, Place place) {
		PlainFolder folder = folder(tenant, place);
		return folder.bytes(place.file()) + folder.bytes(place.file() + REPORT);
	}

	private PlainFolder folder(Tenant tenant, Place place) {
		if (!FOLDERS.contains(place.folder())) {
			throw new IllegalArgumentException("no file that was taken lies there");
		}
		return new PlainFolder(this.hub.inbox(), tenant.tenant(), place.folder());
	}

	private record Held(UUID request, UUID hold) {
	}

	/**
	 * Where a file was moved, below its tenant's folder.
	 */
	private record Place(String target, Instant since) {

		String folder() {
			return this.target.substring(0, Math.max(0, this.target.indexOf('/')));
		}

		String file() {
			return this.target.substring(this.target.indexOf('/') + 1);
		}

	}

}
