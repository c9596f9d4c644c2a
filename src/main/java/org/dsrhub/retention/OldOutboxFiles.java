package org.dsrhub.retention;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The category {@code outbox-files}: the receipts and results of closed requests. What
 * the hub did not write there stays.
 */
@Component
class OldOutboxFiles implements Category {

	/**
	 * Who files a duplicate of a closed request is answered by a file, too.
	 */
	private static final ClosedRequests.Kind KIND = new ClosedRequests.Kind(
			"greatest(request.closed_at, coalesce((select max(registered_at) from duplicate"
					+ " where duplicate.request = request.id), request.closed_at))",
			"true", "true");

	private static final String NAMED = """
			select named.name, request.id, %s as since from
			(select reference as name, request from reference where tenant = :tenant and reference in (:names)
			union select cast(id as varchar(64)), request from duplicate where tenant = :tenant
			and cast(id as varchar(64)) in (:names)) named
			join request on request.id = named.request
			where request.closed_at < :before""".formatted(KIND.since());

	private static final Pattern FILE = Pattern.compile("(.+)\\.json|\\.(.+)\\.unfinished");

	private final ClosedRequests requests;

	private final Transactions transactions;

	private final JdbcClient jdbc;

	private final HubProperties hub;

	OldOutboxFiles(ClosedRequests requests, Transactions transactions, JdbcClient jdbc, HubProperties hub) {
		this.requests = requests;
		this.transactions = transactions;
		this.jdbc = jdbc;
		this.hub = hub;
	}

	@Override
	public String name() {
		return "outbox-files";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		PlainFolder folder = folder(tenant);
		return folder.names().flatMap((files) -> due(tenant, keep, keep.before(now), folder, files).stream());
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		PlainFolder folder = folder(tenant);
		return this.transactions.run(() -> {
			Map<UUID, Removal> kept = this.requests.kept(KIND, tenant, keep, things);
			return things.stream()
				.map((thing) -> kept.containsKey(thing.request()) ? kept.get(thing.request())
						: folder.delete(thing.thing()) ? Removal.removed() : Removal.gone())
				.toList();
		});
	}

	/**
	 * Deletes all files of some requests.
	 */
	void delete(Tenant tenant, Collection<UUID> requests) {
		PlainFolder folder = folder(tenant);
		this.jdbc
			.sql("select reference from reference where request in (:requests)"
					+ " union select cast(id as varchar(64)) from duplicate where request in (:requests)")
			.param("requests", requests)
			.query(String.class)
			.list()
			.forEach((name) -> folder.delete(name + ".json"));
	}

	private List<Due> due(Tenant tenant, Keep keep, Instant before, PlainFolder folder, List<String> files) {
		Map<String, String> named = new LinkedHashMap<>();
		files.forEach((file) -> {
			Matcher name = FILE.matcher(file);
			if (name.matches()) {
				named.put(file, (name.group(1) != null) ? name.group(1) : name.group(2));
			}
		});
		Map<String, Due> due = new LinkedHashMap<>();
		if (!named.isEmpty()) {
			this.jdbc.sql(NAMED)
				.param("tenant", tenant.tenant())
				.param("names", List.copyOf(named.values()))
				.param("before", Timestamps.of(before))
				.query((row) -> {
					Instant since = Timestamps.read(row, "since");
					if (since.isBefore(before)) {
						due.put(row.getString("name"),
								new Due("", row.getObject("id", UUID.class), 0, keep.until(since)));
					}
				});
		}
		return named.keySet().stream().filter((file) -> due.containsKey(named.get(file))).map((file) -> {
			Due one = due.get(named.get(file));
			return new Due(file, one.request(), folder.bytes(file), one.since());
		}).toList();
	}

	private PlainFolder folder(Tenant tenant) {
		return new PlainFolder(this.hub.outbox(), tenant.tenant());
	}

}
