package org.dsrhub.retention;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.sql.DataSource;

import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * Removes rows with all that refers to them, as the schema's foreign keys tell: a table
 * that a later version adds is not forgotten.
 */
final class Dependents {

	private Dependents() {
	}

	/**
	 * The statements that remove the rows of a table whose {@code id} is in {@code :ids},
	 * those that refer to others first.
	 */
	static List<String> removals(DataSource ledger, String table) {
		try {
			return JdbcUtils.extractDatabaseMetaData(ledger, (meta) -> {
				List<String> removals = new ArrayList<>();
				collect(meta, meta.getConnection(), table.toLowerCase(Locale.ROOT), "id in (:ids)", removals);
				return removals;
			});
		}
		catch (MetaDataAccessException ex) {
			throw new IllegalStateException("the ledger does not tell what refers to table " + table, ex);
		}
	}

	private static void collect(DatabaseMetaData meta, Connection ledger, String table, String rows,
			List<String> removals) throws SQLException {
		for (Reference reference : references(meta, ledger, table)) {
			if (!reference.table().equals(table)) {
				collect(meta, ledger, reference.table(), "%s in (select %s from %s where %s)"
					.formatted(reference.column(), reference.key(), table, rows), removals);
			}
		}
		removals.add("delete from %s where %s".formatted(table, rows));
	}

	private static List<Reference> references(DatabaseMetaData meta, Connection ledger, String table)
			throws SQLException {
		String name = meta.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
		List<Reference> references = new ArrayList<>();
		try (ResultSet keys = meta.getExportedKeys(ledger.getCatalog(), ledger.getSchema(), name)) {
			while (keys.next()) {
				references.add(new Reference(keys.getString("FKTABLE_NAME").toLowerCase(Locale.ROOT),
						keys.getString("FKCOLUMN_NAME").toLowerCase(Locale.ROOT),
						keys.getString("PKCOLUMN_NAME").toLowerCase(Locale.ROOT)));
			}
		}
		return references;
	}

	private record Reference(String table, String column, String key) {
	}

}
