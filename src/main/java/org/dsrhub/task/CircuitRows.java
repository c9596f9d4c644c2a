package org.dsrhub.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;

import org.dsrhub.database.Timestamps;
import org.dsrhub.source.Circuit;
import org.dsrhub.source.VendorFault.Reason;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of circuits, which all nodes share: one for each tenant and source that was in
 * trouble.
 */
final class CircuitRows {

	private static final String FIND = "select * from circuit where tenant = ? and source = ?";

	private final JdbcClient jdbc;

	CircuitRows(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	Optional<Circuit> find(Key key) {
		return find(FIND, key);
	}

	/**
	 * Finds it, and locks it until the transaction ends.
	 */
	Optional<Circuit> lock(Key key) {
		return find(FIND + " for update", key);
	}

	private Optional<Circuit> find(String sql, Key key) {
		return this.jdbc.sql(sql).params(key.tenant(), key.source()).query(CircuitRows::row).optional();
	}

	private static Circuit row(ResultSet row, int number) throws SQLException {
		String reason = row.getString("reason");
		return new Circuit(row.getInt("failures"),
				Stream.of(Reason.values()).filter((each) -> each.label().equals(reason)).findFirst().orElse(null),
				Timestamps.read(row, "opened_at"), Timestamps.read(row, "rests_until"),
				Timestamps.read(row, "probe_until"));
	}

	/**
	 * Writes it down.
	 * @param there whether it has its row
	 */
	void write(Key key, Circuit circuit, boolean there) {
		this.jdbc
			.sql(there
					? "update circuit set failures = ?, reason = ?, opened_at = ?, rests_until = ?, probe_until = ? "
							+ "where tenant = ? and source = ?"
					: "insert into circuit (failures, reason, opened_at, rests_until, probe_until, tenant, source) "
							+ "values (?, ?, ?, ?, ?, ?, ?)")
			.params(circuit.failures(), (circuit.reason() != null) ? circuit.reason().label() : null,
					Timestamps.of(circuit.openedAt()), Timestamps.of(circuit.until()), Timestamps.of(circuit.probe()),
					key.tenant(), key.source())
			.update();
	}

	record Key(String tenant, String source) {
	}

}
