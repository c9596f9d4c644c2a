package org.dsrhub.benchmark;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.flywaydb.core.Flyway;

/**
 * Floor B's rows: the hub's own tables with what the hub writes into them, in the same
 * database with the same durability. Three transactions a request, and one for each
 * hundred rows of an inbox file.
 */
final class FloorLedger implements FloorRows {

	private static final String DISCOVERED = "{\"part\":1,\"next\":null,\"pages\":0,\"mark\":null,\"found\":%d,"
			+ "\"redactions\":0,\"staged\":[{\"attempt\":1,\"bytes\":%d}]}";

	private final String url;

	private final ThreadLocal<Session> sessions = ThreadLocal.withInitial(() -> new Session(connect()));

	private UUID file;

	private int taken;

	FloorLedger(Path database) {
		this.url = "jdbc:h2:file:" + database.toAbsolutePath()
				+ ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DEFAULT_LOCK_TIMEOUT=10000";
		Flyway.configure().dataSource(this.url, "hub", "").load().migrate();
	}

	@Override
	public void begin(String name) {
		this.file = UUID.randomUUID();
		this.taken = 0;
		transaction((rows) -> rows.update(
				"insert into inbox_file (id, tenant, sha256, unsettled, seen_at) values (?, ?, ?, ?, ?)", this.file,
				"contoso", digest(this.file), digest(this.file), now()));
	}

	@Override
	public void registered(List<FloorRequest> batch) {
		transaction((rows) -> {
			for (FloorRequest request : batch) {
				register(rows, request);
			}
		});
	}

	private void register(Session rows, FloorRequest request) throws SQLException {
		String fingerprint = digest(request.id());
		rows.update(
				"insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by, "
						+ "roles, received_at, registered_at, deadline, due, notice_due, evidence_hash) "
						+ "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
				request.id(), "contoso", request.reference(), "export", "received", request.document().toString(),
				fingerprint, "inbox", "file-drop", "AccountAdministrator,Owner,TenantAdministrator",
				request.receivedAt().atOffset(ZoneOffset.UTC), now(), request.deadline(), now(), now(),
				request.evidence().hash());
		rows.update("insert into open_request (tenant, fingerprint, request) values (?, ?, ?)", "contoso", fingerprint,
				request.id());
		rows.update("insert into reference (tenant, reference, fingerprint, request) values (?, ?, ?, ?)", "contoso",
				request.reference(), fingerprint, request.id());
		prove(rows, request, "registered",
				Map.of("door", "inbox", "reference", request.reference(), "right", "export", "fingerprint", fingerprint,
						"sources", List.of(), "identifiers", List.of("email", "ipAddress"), "receivedAt",
						request.receivedAt().toString(), "deadline", request.deadline().toString()));
		remember(rows, request);
		rows.update("insert into inbox_row (file, number, receipt, errors) values (?, ?, ?, ?)", this.file,
				++this.taken, request.id(), null);
	}

	@Override
	public void settle() {
		transaction(
				(rows) -> rows.update("update inbox_file set target = ?, unsettled = null, settled_at = ? where id = ?",
						".done/" + this.file, now(), this.file));
	}

	@Override
	public void planned(FloorRequest request) {
		transaction((rows) -> {
			rows.update("update request set state = ?, subject = ?, attempts = 1, due = null, changed = changed + 1 "
					+ "where id = ?", "discovering", request.entry().toString(), request.id());
			for (FloorSource source : FloorSource.ALL) {
				rows.update(
						"insert into task (id, request, tenant, source, system, state, attempts, due, lease, "
								+ "lease_node, started_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
						UUID.randomUUID(), request.id(), "contoso", source.source(), source.system(), "running", 1,
						now().plusMinutes(2), UUID.randomUUID(), "floor", now());
			}
			prove(rows, request, "identified", Map.of("notSearched", List.of()));
			prove(rows, request, "planned",
					Map.of("sources", FloorSource.ALL.stream().map(FloorSource::source).toList()));
			remember(rows, request);
		});
	}

	@Override
	public void collected(FloorRequest request) {
		transaction((rows) -> {
			for (Map.Entry<FloorSource, List<com.fasterxml.jackson.databind.JsonNode>> found : request.found()
				.entrySet()) {
				int count = found.getValue().size();
				String outcome = (count > 0) ? "found" : "nothing-found";
				rows.update(
						"update task set state = ?, outcome = ?, api_version = ?, progress = ?, found = ?, due = null, "
								+ "lease = null, ended_at = ? where request = ? and source = ?",
						"done", outcome, found.getKey().version(), DISCOVERED.formatted(count, count * 1000), count,
						now(), request.id(), found.getKey().source());
				prove(rows, request, "task-ended", Map.of("source", found.getKey().source(), "outcome", outcome,
						"count", count, "redactions", 0, "attempts", 1));
			}
			rows.update("update request set state = ?, packaged_at = ?, changed = changed + 1 where id = ?",
					"packaging", now(), request.id());
			remember(rows, request);
		});
	}

	@Override
	public void closed(FloorRequest request) {
		String path = "contoso/" + request.id() + "/package.zip";
		transaction((rows) -> {
			prove(rows, request, "package-stored",
					Map.of("revision", 1, "path", path, "bytes", request.packed().bytes(), "sha256",
							request.packed().sha256(), "manifestSha256", request.packed().manifestSha256()));
			prove(rows, request, "closed", Map.of("state", "completed"));
			rows.update(
					"update request set state = ?, revision = ?, package_path = ?, package_bytes = ?, "
							+ "package_sha256 = ?, closed_at = ?, due = null, lease = null, changed = changed + 1, "
							+ "notice_due = null where id = ?",
					"completed", 1, path, request.packed().bytes(), request.packed().sha256(), now(), request.id());
			rows.update("delete from open_request where request = ?", request.id());
			remember(rows, request);
		});
	}

	private static void prove(Session rows, FloorRequest request, String event, Map<String, ?> data)
			throws SQLException {
		request.evidence(request.evidence().next(request.id(), event, data));
		rows.update("insert into evidence (request, seq, entry) values (?, ?, ?)", request.id(),
				request.evidence().seq(), request.evidence().line());
	}

	private static void remember(Session rows, FloorRequest request) throws SQLException {
		rows.update("update request set evidence_seq = ?, evidence_hash = ? where id = ?", request.evidence().seq(),
				request.evidence().hash(), request.id());
	}

	private static String digest(UUID id) {
		return id.toString().replace("-", "").repeat(2);
	}

	private static OffsetDateTime now() {
		return OffsetDateTime.now(ZoneOffset.UTC);
	}

	private void transaction(Step step) {
		try {
			Session session = this.sessions.get();
			step.run(session);
			session.connection().commit();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Connection connect() {
		try {
			Connection connection = DriverManager.getConnection(this.url, "hub", "");
			connection.setAutoCommit(false);
			return connection;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private interface Step {

		void run(Session rows) throws SQLException;

	}

	/**
	 * A thread's connection and its statements, which stay prepared.
	 */
	private record Session(Connection connection, Map<String, PreparedStatement> statements) {

		Session(Connection connection) {
			this(connection, new HashMap<>());
		}

		void update(String sql, Object... values) throws SQLException {
			PreparedStatement statement = this.statements.get(sql);
			if (statement == null) {
				statement = this.connection.prepareStatement(sql);
				this.statements.put(sql, statement);
			}
			for (int i = 0; i < values.length; i++) {
				statement.setObject(i + 1, values[i]);
			}
			statement.executeUpdate();
		}

	}

}
