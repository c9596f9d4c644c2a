package org.dsrhub.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Component;

/**
 * Lets migrations of PostgreSQL take as long as they take, whatever bounds
 * {@link SharedLedger} or the ledger's URL sets for all else: an index on many rows is
 * one statement, and while it is made another session waits in the transaction that keeps
 * other nodes from migrating, too.
 */
@Component
class Migrations implements FlywayConfigurationCustomizer {

	@Override
	public void customize(FluentConfiguration flyway) {
		if (flyway.getDataSource() instanceof HikariDataSource ledger && LedgerKind.postgresql(ledger.getJdbcUrl())) {
			flyway.dataSource(new Unhurried(ledger));
		}
	}

	/**
	 * Connections that no pool takes back.
	 */
	private static final class Unhurried extends DriverManagerDataSource {

		private Unhurried(HikariDataSource ledger) {
			super(ledger.getJdbcUrl(), ledger.getUsername(), ledger.getPassword());
			setConnectionProperties(ledger.getDataSourceProperties());
		}

		@Override
		protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
			Connection connection = super.getConnectionFromDriver(properties);
			connection.setNetworkTimeout(Runnable::run, 0);
			try (Statement statement = connection.createStatement()) {
				statement.execute("set idle_in_transaction_session_timeout = 0");
			}
			return connection;
		}

	}

}
