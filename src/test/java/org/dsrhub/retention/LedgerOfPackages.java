package org.dsrhub.retention;

import java.time.Instant;
import java.util.UUID;

import org.dsrhub.database.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes requests into a ledger that were closed and packaged as a test needs it.
 */
public final class LedgerOfPackages {

	private final JdbcClient jdbc;

	private final String tenant;

	public LedgerOfPackages(JdbcClient jdbc, String tenant) {
		this.jdbc = jdbc;
		this.tenant = tenant;
	}

	/**
	 * A request with a package of one revision.
	 * @param closed null if it is open
	 */
	public UUID packaged(Instant packaged, Instant closed) {
		UUID id = UUID.randomUUID();
		this.jdbc
			.sql("""
					insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by, roles,
					received_at, registered_at, deadline, packaged_at, closed_at, revision, package_path, package_bytes,
					package_sha256, evidence_hash)
					values (:id, :tenant, :reference, 'access', :state,
					'{"right":"access","subject":{"email":"ana@contoso.example","ipAddresses":[]}}', '', 'rest', 'olga', '', :packaged, :packaged,
					:deadline, :packaged, :closed, 1, :path, 7, :sha256, :sha256)""")
			.param("id", id)
			.param("tenant", this.tenant)
			.param("reference", id.toString())
			.param("state", (closed != null) ? "completed" : "attention")
			.param("packaged", Timestamps.of(packaged))
			.param("closed", Timestamps.of(closed))
			.param("deadline", java.time.LocalDate.EPOCH)
			.param("path", "%s/%s/package.zip".formatted(this.tenant, id))
			.param("sha256", "0".repeat(64))
			.update();
		return id;
	}

	/**
	 * A task of it whose records are in the package.
	 * @param ended null if it goes on
	 */
	public void task(UUID request, String source, Instant started, Instant ended) {
		this.jdbc.sql("""
				insert into task (id, request, tenant, source, system, state, found, packaged, started_at, ended_at)
				values (?, ?, ?, ?, '', 'done', 1, 1, ?, ?)""")
			.params(UUID.randomUUID(), request, this.tenant, source, Timestamps.of(started), Timestamps.of(ended))
			.update();
	}

}
