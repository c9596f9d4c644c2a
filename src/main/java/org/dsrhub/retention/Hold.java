package org.dsrhub.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.dsrhub.database.Timestamps;

/**
 * A legal hold, as its keepers see it.
 *
 * @param request the request held, or null
 * @param subject for a person the kinds of the identifiers held, never themselves; else
 * null
 * @param whole whether the whole tenant is held
 * @param liftedAt since when it is in force no more, or null
 */
public record Hold(UUID id, String tenant, UUID request, List<String> subject, boolean whole, String reason,
		String setBy, Instant setAt, String liftedBy, Instant liftedAt, String liftReason) {

	static Hold of(ResultSet row, List<String> kinds) throws SQLException {
		return new Hold(row.getObject("id", UUID.class), row.getString("tenant"), row.getObject("request", UUID.class),
				kinds.isEmpty() ? null : kinds, row.getBoolean("whole"), row.getString("reason"),
				row.getString("set_by"), Timestamps.read(row, "set_at"), row.getString("lifted_by"),
				Timestamps.read(row, "lifted_at"), row.getString("lift_reason"));
	}

	/**
	 * What is held, in one word.
	 */
	String kind() {
		if (this.whole) {
			return "tenant";
		}
		return (this.request != null) ? "request" : "subject";
	}

}
