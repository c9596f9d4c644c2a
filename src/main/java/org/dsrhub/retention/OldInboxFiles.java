package org.dsrhub.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.Digest;
import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The category {@code inbox-files}: files that were taken and moved to {@code .done} or
 * {@code .rejected}, with the reports beside them, kept from when they were moved or, if
 * the ledger does not know them, from when they were last written. By what a file's
 * content and rows are known stays in the ledger until the evidence goes; its name does
 * not. Nor does it stand on a list, since its sender chose it.
 */
@Component
class OldInboxFiles implements Category {

	private static final List<String> FOLDERS = List.of(".done", ".rejected");

	private static final String REPORT = ".errors.json";

	/** Before the keyed digest of the place of a file that the ledger does not know. */
	private static final String UNKNOWN = "unknown/";

	private static final String TAKEN = """
			select id, target, settled_at from inbox_file where tenant = :tenant and target is not null
			and settled_at < :before order by settled_at""";

	/**
	 * A request under hold that came in a file, and the hold.
	 */
	private static final String HELD = """
			with filed as (select coalesce(duplicate.request, inbox_row.receipt) as request from inbox_row
			left join duplicate on duplicate.id = inbox_row.receipt
			where inbox_row.file = :file and inbox_row.receipt is not null)
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

	private final Digest digest;

	private final HubProperties hub;

	private final Clock clock;

	OldInboxFiles(ManyRows rows, JdbcClient jdbc, Transactions transactions, HoldsInForce holds, Digest digest,
			HubProperties hub, Clock clock) {
		this.rows = rows;
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.holds = holds;
		this.digest = digest;
		this.hub = hub;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "inbox-files";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		Instant before = keep.before(now);
		Stream<Due> taken = this.rows.sql(TAKEN)
			.param("tenant", tenant.tenant())
			.param("before", Timestamps.of(before))
			.query(Taken::of)
			.stream()
			.map((file) -> new Due(file.id().toString(), held(tenant, file.id()).map(Held::request).orElse(null),
					bytes(tenant, file.place()), keep.until(file.settledAt())));
		return Stream.concat(taken,
				places(tenant).flatMap((places) -> unknown(tenant, places))
					.filter((place) -> written(tenant, place).isBefore(before))
					.map((place) -> new Due(thing(tenant, place), null, folder(tenant, place).bytes(place.file()),
							keep.until(written(tenant, place)))));
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		Instant before = keep.before(this.clock.instant());
		Map<String, Place> unknown = find(tenant,
				things.stream()
					.map(Due::thing)
					.filter((thing) -> thing.startsWith(UNKNOWN))
					.collect(Collectors.toSet()));
		return this.transactions.run(() -> things.stream()
			.map(Due::thing)
			.map((thing) -> !thing.startsWith(UNKNOWN) ? remove(tenant, UUID.fromString(thing), before)
					: unknown.containsKey(thing) ? remove(tenant, unknown.get(thing), before) : Removal.gone())
			.toList());
	}

	private Removal remove(Tenant tenant, UUID id, Instant before) {
		Optional<Taken> found = this.jdbc
			.sql("select id, target, settled_at from inbox_file where tenant = ? and id = ? and target is not null"
					+ " for update")
			.params(tenant.tenant(), id)
			.query(Taken::of)
			.optional();
		if (found.isEmpty()) {
			return Removal.gone();
		}
		Taken file = found.get();
		if (file.settledAt() == null || !file.settledAt().isBefore(before)) {
			return Removal.left("it is not due any more");
		}
		Optional<Held> held = held(tenant, id);
		if (held.isPresent()) {
			return Removal.held(held.get().hold());
		}
		boolean there = !replaced(tenant, file) && delete(tenant, file.place());
		this.jdbc.sql("update inbox_file set target = null where id = ?").param(id).update();
		return there ? Removal.removed() : Removal.gone();
	}

	private Removal remove(Tenant tenant, Place place, Instant before) {
		boolean due = written(tenant, place).isBefore(before) && unknown(tenant, List.of(place)).findAny().isPresent();
		return (due && folder(tenant, place).delete(place.file())) ? Removal.removed()
				: Removal.left("it is not due any more");
	}

	private boolean delete(Tenant tenant, Place place) {
		boolean report = folder(tenant, place).delete(place.file() + REPORT);
		return folder(tenant, place).delete(place.file()) || report;
	}

	/**
	 * Whether another file has taken its name since: a person had moved it away.
	 */
	private boolean replaced(Tenant tenant, Taken file) {
		return !this.jdbc
			.sql("select id from inbox_file where tenant = ? and target = ? and id <> ?"
					+ " and (settled_at is null or settled_at >= ?)")
			.params(tenant.tenant(), file.place().target(), file.id(), Timestamps.of(file.settledAt()))
			.query(UUID.class)
			.list()
			.isEmpty();
	}

	/**
	 * What lies in the folders, in lists of some. To be closed.
	 */
	private Stream<List<Place>> places(Tenant tenant) {
		return FOLDERS.stream()
			.map((folder) -> new PlainFolder(this.hub.inbox(), tenant.tenant(), folder).names()
				.map((files) -> files.stream().map((file) -> new Place(folder, file)).toList()))
			.reduce(Stream::concat)
			.orElseThrow();
	}

	/**
	 * Where things are that are known by their digests.
	 */
	private Map<String, Place> find(Tenant tenant, Set<String> things) {
		if (things.isEmpty()) {
			return Map.of();
		}
		try (Stream<List<Place>> places = places(tenant)) {
			return places.flatMap(List::stream)
				.filter((place) -> things.contains(thing(tenant, place)))
				.collect(Collectors.toMap((place) -> thing(tenant, place), (place) -> place));
		}
	}

	private String thing(Tenant tenant, Place place) {
		return UNKNOWN + this.digest.of("inbox/%s/%s".formatted(tenant.tenant(), place.target()));
	}

	/**
	 * Those of which the ledger knows nothing; it knows a report by its file.
	 */
	private Stream<Place> unknown(Tenant tenant, List<Place> places) {
		Set<String> known = new HashSet<>(
				this.jdbc.sql("select target from inbox_file where tenant = :tenant and target in (:targets)")
					.param("tenant", tenant.tenant())
					.param("targets", places.stream().flatMap(Place::targets).toList())
					.query(String.class)
					.list());
		return places.stream().filter((place) -> place.targets().noneMatch(known::contains));
	}

	private Optional<Held> held(Tenant tenant, UUID file) {
		if (!this.holds.any(tenant.tenant())) {
			return Optional.empty();
		}
		Optional<UUID> whole = this.holds.whole(tenant.tenant());
		return whole.isPresent() ? whole.map((hold) -> new Held(null, hold))
				: this.jdbc.sql(HELD)
					.params(Map.of("tenant", tenant.tenant(), "file", file))
					.query((row, number) -> new Held(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
					.optional();
	}

	private long bytes(Tenant tenant, Place place) {
		PlainFolder folder = folder(tenant, place);
		return folder.bytes(place.file()) + folder.bytes(place.file() + REPORT);
	}

	private Instant written(Tenant tenant, Place place) {
		return folder(tenant, place).written(place.file());
	}

	private PlainFolder folder(Tenant tenant, Place place) {
		return new PlainFolder(this.hub.inbox(), tenant.tenant(), place.folder());
	}

	private record Held(UUID request, UUID hold) {
	}

	/**
	 * A file that was taken, and where it was moved.
	 */
	private record Taken(UUID id, Place place, Instant settledAt) {

		static Taken of(ResultSet row, int number) throws SQLException {
			String[] parts = row.getString("target").split("/", 2);
			return new Taken(row.getObject("id", UUID.class), new Place(parts[0], parts[1]),
					Timestamps.read(row, "settled_at"));
		}

	}

	/**
	 * A file in one of the folders, below its tenant's.
	 */
	private record Place(String folder, String file) {

		String target() {
			return this.folder + "/" + this.file;
		}

		/**
		 * By which the ledger may know it.
		 */
		Stream<String> targets() {
			return this.file.endsWith(REPORT)
					? Stream.of(target(), target().substring(0, target().length() - REPORT.length()))
					: Stream.of(target());
		}

	}

}
