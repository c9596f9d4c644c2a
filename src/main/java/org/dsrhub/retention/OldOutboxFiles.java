package org.dsrhub.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * The category {@code outbox-files}: the receipts and results of closed requests, those
 * of a request together. What the hub did not write there stays. Files are called as
 * their filers chose, so that the list names requests.
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
			select request.id, %s as since from
			(select request from reference where tenant = :tenant and reference in (:names)
			union select request from duplicate where tenant = :tenant
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
		return folder.names()
			.flatMap((files) -> due(tenant, keep, keep.before(now), folder, Set.copyOf(files)).stream());
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		return this.transactions.run(() -> {
			Map<UUID, Removal> kept = this.requests.kept(KIND, tenant, keep, things);
			Set<UUID> removed = delete(tenant,
					things.stream().map(Due::request).filter((request) -> !kept.containsKey(request)).toList());
			return things.stream()
				.map((thing) -> removed.contains(thing.request()) ? Removal.removed()
						: kept.getOrDefault(thing.request(), Removal.gone()))
				.toList();
		});
	}

	/**
	 * Deletes all files of some requests.
	 * @return those of which there were any
	 */
	Set<UUID> delete(Tenant tenant, Collection<UUID> requests) {
		PlainFolder folder = folder(tenant);
		Set<UUID> deleted = new HashSet<>();
		files(requests)
			.forEach((request, files) -> files.stream().filter(folder::delete).forEach((file) -> deleted.add(request)));
		return deleted;
	}

	private List<Due> due(Tenant tenant, Keep keep, Instant before, PlainFolder folder, Set<String> files) {
		Map<UUID, Instant> since = since(tenant, before, files);
		List<Due> due = new ArrayList<>();
		files(since.keySet()).forEach((request, own) -> {
			List<String> there = own.stream().filter(folder::has).toList();
			// Once, though its files may be in several of the folder's lists.
			if (!there.isEmpty() && files.contains(there.get(0))) {
				due.add(new Due(request.toString(), request, there.stream().mapToLong(folder::bytes).sum(),
						keep.until(since.get(request))));
			}
		});
		return due;
	}

	/**
	 * The requests of files that are due, and from when on each was kept.
	 */
	private Map<UUID, Instant> since(Tenant tenant, Instant before, Set<String> files) {
		Map<UUID, Instant> due = new HashMap<>();
		List<String> names = files.stream()
			.map(FILE::matcher)
			.filter(Matcher::matches)
			.map((file) -> (file.group(1) != null) ? file.group(1) : file.group(2))
			.toList();
		if (!names.isEmpty()) {
			this.jdbc.sql(NAMED)
				.param("tenant", tenant.tenant())
				.param("names", names)
				.param("before", Timestamps.of(before))
				.query((row) -> {
					Instant since = Timestamps.read(row, "since");
					if (since.isBefore(before)) {
						due.put(row.getObject("id", UUID.class), since);
					}
				});
		}
		return due;
	}

	/**
	 * What the files of requests are called, whether they are there or not.
	 */
	private Map<UUID, List<String>> files(Collection<UUID> requests) {
		Map<UUID, List<String>> files = new LinkedHashMap<>();
		if (!requests.isEmpty()) {
			this.jdbc
				.sql("select request, reference as name from reference where request in (:requests)"
						+ " union select request, cast(id as varchar(64)) from duplicate where request in (:requests)"
						+ " order by 1, 2")
				.param("requests", requests)
				.query((row) -> {
					String name = row.getString("name");
					files.computeIfAbsent(row.getObject("request", UUID.class), (request) -> new ArrayList<>())
						.addAll(List.of(name + ".json", "." + name + ".unfinished"));
				});
		}
		return files;
	}

	private PlainFolder folder(Tenant tenant) {
		return new PlainFolder(this.hub.outbox(), tenant.tenant());
	}

}
