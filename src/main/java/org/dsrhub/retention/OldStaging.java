package org.dsrhub.retention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.task.Staging;
import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The category {@code staging}: what is still staged for a closed request though it goes
 * when a request closes, and what is staged for no request of the ledger, kept from when
 * it was last written.
 */
@Component
class OldStaging implements Category {

	private final Staging staging;

	private final ClosedRequests requests;

	private final Transactions transactions;

	private final JdbcClient jdbc;

	private final Clock clock;

	OldStaging(Staging staging, ClosedRequests requests, Transactions transactions, JdbcClient jdbc, Clock clock) {
		this.staging = staging;
		this.requests = requests;
		this.transactions = transactions;
		this.jdbc = jdbc;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "staging";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		// Folders are few: what is staged goes when its request closes.
		return folders(tenant)
			.flatMap((folder) -> since(tenant, folder).filter((since) -> since.isBefore(keep.before(now)))
				.map((since) -> new Due(id(folder).toString(), id(folder), bytes(folder), keep.until(since)))
				.stream())
			.sorted(Comparator.comparing(Due::since));
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		Instant before = keep.before(this.clock.instant());
		Map<UUID, Path> folders = folders(tenant).collect(Collectors.toMap(OldStaging::id, Function.identity()));
		return this.transactions.run(() -> {
			Map<UUID, Removal> kept = this.requests.kept(ClosedRequests.Kind.PLAIN, tenant, keep, things);
			return things.stream().map((thing) -> {
				Removal why = kept.get(thing.request());
				Path folder = folders.get(thing.request());
				if (folder == null) {
					return Removal.gone();
				}
				if (why != null && why.state() != Removal.State.GONE) {
					return why;
				}
				if (why != null && !written(folder).isBefore(before)) {
					return Removal.left("it is not due any more");
				}
				this.staging.delete(tenant.tenant(), thing.request());
				return Removal.removed();
			}).toList();
		});
	}

	/**
	 * From when on a folder is kept; empty while its request is open.
	 */
	private Optional<Instant> since(Tenant tenant, Path folder) {
		return this.jdbc.sql("select closed_at from request where tenant = ? and id = ?")
			.params(tenant.tenant(), id(folder))
			.query((row, number) -> Optional.ofNullable(Timestamps.read(row, "closed_at")))
			.optional()
			.orElseGet(() -> Optional.of(written(folder)));
	}

	private Stream<Path> folders(Tenant tenant) {
		return this.staging.folders()
			.stream()
			.filter((folder) -> folder.getParent().getFileName().toString().equals(tenant.tenant()));
	}

	private static UUID id(Path folder) {
		return UUID.fromString(folder.getFileName().toString());
	}

	private static Instant written(Path folder) {
		try {
			return Files.getLastModifiedTime(folder).toInstant();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("what is staged cannot be looked at", ex);
		}
	}

	private static long bytes(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.mapToLong((file) -> file.toFile().length()).sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("what is staged cannot be looked at", ex);
		}
	}

}
