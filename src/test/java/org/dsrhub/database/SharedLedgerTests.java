package org.dsrhub.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.dsrhub.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * On PostgreSQL, whatever the other tests run on.
 */
class SharedLedgerTests {

	private static final String SOON = "&options=-c%20idle_in_transaction_session_timeout=300ms";

	private final ApplicationContextRunner hub = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
		.withBean(SharedLedger.class);

	@Test
	void sessions_and_answers_are_given_up_after_a_minute() {
		ledger("").run((context) -> {
			HikariDataSource ledger = context.getBean(HikariDataSource.class);
			try (Connection connection = ledger.getConnection()) {
				assertThat(one(connection, "show idle_in_transaction_session_timeout")).isEqualTo("1min");
				assertThat(one(connection, "show tcp_user_timeout")).isEqualTo("60000");
				assertThat(one(connection, "show tcp_keepalives_idle")).isEqualTo("30");
				assertThat(one(connection, "show tcp_keepalives_interval")).isEqualTo("10");
				assertThat(one(connection, "show tcp_keepalives_count")).isEqualTo("3");
				assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
			}
			assertThat(ledger.getDataSourceProperties()).containsEntry("tcpKeepAlive", "true");
		});
	}

	@Test
	void what_the_address_says_wins() {
		ledger(SOON + "&socketTimeout=7").run((context) -> {
			try (Connection connection = context.getBean(HikariDataSource.class).getConnection()) {
				assertThat(one(connection, "show idle_in_transaction_session_timeout")).isEqualTo("300ms");
				assertThat(connection.getNetworkTimeout()).isEqualTo(7_000);
			}
		});
	}

	@Test
	void what_a_session_locked_that_rests_in_its_transaction_is_free_when_it_is_ended() {
		ledger(SOON).run((context) -> {
			HikariDataSource ledger = context.getBean(HikariDataSource.class);
			try (Connection left = ledger.getConnection(); Connection other = ledger.getConnection()) {
				left.setAutoCommit(false);
				assertThat(one(left, "select pg_try_advisory_xact_lock(7)")).isEqualTo("t");
				assertThat(one(other, "select pg_try_advisory_xact_lock(7)")).isEqualTo("f");
				Awaitility.await().until(() -> one(other, "select pg_try_advisory_xact_lock(7)").equals("t"));
				assertThatThrownBy(() -> one(left, "select 1")).isInstanceOf(SQLException.class);
			}
		});
	}

	@Test
	void a_transaction_that_waits_for_something_else_may_rest() {
		ledger(SOON).run((context) -> {
			HikariDataSource ledger = context.getBean(HikariDataSource.class);
			JdbcClient jdbc = JdbcClient.create(ledger);
			String show = "show idle_in_transaction_session_timeout";
			String within = new TransactionTemplate(new DataSourceTransactionManager(ledger)).execute((status) -> {
				new LongTransactions(jdbc, ledger).allow();
				return jdbc.sql(show).query(String.class).single();
			});
			assertThat(within).isEqualTo("0");
			assertThat(jdbc.sql(show).query(String.class).single()).isEqualTo("300ms");
		});
	}

	@Test
	void a_migration_takes_as_long_as_it_takes(@TempDir Path folder) throws Exception {
		Files.writeString(folder.resolve("V1__slow.sql"), "select pg_sleep(2);");
		ledger(SOON + "&socketTimeout=1").withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
			.withBean(Migrations.class)
			.withPropertyValues("spring.flyway.locations=filesystem:" + folder)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				try (Connection connection = context.getBean(HikariDataSource.class).getConnection()) {
					assertThat(one(connection, "select success from flyway_schema_history where version = '1'"))
						.isEqualTo("t");
					assertThat(one(connection, "show idle_in_transaction_session_timeout")).isEqualTo("300ms");
				}
			});
	}

	private ApplicationContextRunner ledger(String more) {
		Map<String, String> settings = TestDatabase.postgresql();
		return this.hub.withPropertyValues("spring.datasource.url=" + settings.get("spring.datasource.url") + more,
				"spring.datasource.username=" + settings.get("spring.datasource.username"),
				"spring.datasource.password=" + settings.get("spring.datasource.password"));
	}

	private static String one(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getString(1);
		}
	}

}
