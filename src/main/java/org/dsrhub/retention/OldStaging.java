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
		return this.staging.folders()
			.stream()
			.filter((folder) -> folder.getParent().getFileName().toString().equals(tenant.tenant()))
			.flatMap((folder) -> since(tenant, folder).filter((since) -> since.isBefore(keep.before(now)))
				.map((since) -> new Due(id(folder).toString(), id(folder), bytes(folder), keep.until(since)))
				.stream())
			.sorted(Comparator.comparing(Due::since));
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		Instant before = keep.before(this.clock.instant());
		return this.transactions.run(() -> {
			Map<UUID, Removal> kept = this.requests.kept(ClosedRequests.Kind.PLAIN, tenant, keep, things);
			return things.stream().map((thing) -> {
				Removal why = kept.get(thing.request());
				Optional<Path> folder = folder(tenant, thing.request());
				boolean orphan = why != null && why.state() == Removal.State.GONE
						&& folder.map(OldStaging::written).filter((at) -> at.isBefore(before)).isPresent();
				if (why != null && !orphan) {
					return why;
				}
				this.staging.delete(tenant.tenant(), thing.request());
				return folder.isPresent() ? Removal.removed() : Removal.gone();
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

	private Optional<Path> folder(Tenant tenant, UUID request) {
		return this.staging.folders()
			.stream()
			.filter((folder) -> id(folder).equals(request)
					&& folder.getParent().getFileName().toString().equals(tenant.tenant()))
			.findFirst();
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
