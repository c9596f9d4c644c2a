package org.dsrhub.database;

import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import org.dsrhub.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a ledger of an earlier version holds is there after the hub's next start.
 */
class MigrationTests {

	@Test
	void keys_of_filings_stay_and_belong_to_the_tenant_of_their_request() {
		DataSource database = empty();
		Flyway.configure().dataSource(database).target("2").load().migrate();
		JdbcClient ledger = JdbcClient.create(database);
		UUID request = UUID.randomUUID();
		UUID duplicate = UUID.randomUUID();
		ledger.sql("""
				insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by, roles,
				  received_at, registered_at, deadline, evidence_hash)
				values (?, 'contoso', 'R-1', 'export', 'completed', '{}', 'f', 'rest', 'olga', '',
				  current_timestamp, current_timestamp, current_date, '0')""").param(request).update();
		ledger
			.sql("insert into duplicate values (?, 'fabrikam', 'R-2', ?, current_timestamp, current_timestamp, 'olga')")
			.params(duplicate, request)
			.update();
		for (UUID receipt : new UUID[] { request, duplicate }) {
			ledger.sql("insert into idempotency_key values ('olga', ?, 'digest', ?, current_timestamp)")
				.params("key of " + receipt, receipt)
				.update();
		}
		Flyway.configure().dataSource(database).load().migrate();
		assertThat(ledger.sql("select tenant, idempotency from filing_key where caller = 'olga' order by tenant")
			.query((row, number) -> row.getString("tenant") + " " + row.getString("idempotency"))
			.list()).containsExactly("contoso key of " + request, "fabrikam key of " + duplicate);
	}

	private static DataSource empty() {
		Map<String, String> settings = TestDatabase.settings();
		return settings.isEmpty()
				? new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1")
				: TestDatabase.of(settings);
	}

}
