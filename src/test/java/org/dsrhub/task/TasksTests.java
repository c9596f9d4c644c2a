package org.dsrhub.task;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.dsrhub.TestDatabase;
import org.dsrhub.Workshop;
import org.dsrhub.database.Timestamps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

class TasksTests {

	private static final ObjectMapper JSON = JsonMapper.builder().findAndAddModules().build();

	/**
	 * Sixteen readers, each with a connection, that wait for one more each, would stand
	 * still until their pool gives up.
	 */
	@Test
	void who_reads_a_task_whose_plan_is_not_known_yet_needs_one_connection(@TempDir Path folder) {
		Workshop shop = new Workshop(folder, TestDatabase.ledger());
		HikariConfig one = new HikariConfig();
		one.setDataSource(shop.database());
		one.setMaximumPoolSize(1);
		one.setConnectionTimeout(Duration.ofSeconds(1).toMillis());
		try (HikariDataSource pool = new HikariDataSource(one)) {
			JdbcClient ledger = JdbcClient.create(pool);
			UUID request = request(ledger);
			UUID task = task(ledger, request, plans(pool).keep(shop.tenants().get("contoso"), source(shop)));
			assertThat(tasks(pool).get(task).plan().source().source()).isEqualTo("entra-user");
			assertThat(tasks(pool).of(request)).extracting(TaskRow::id).containsExactly(task);
		}
	}

	private static org.dsrhub.source.Source source(Workshop shop) {
		return shop.catalogue().get("entra-user");
	}

	private static Tasks tasks(HikariDataSource pool) {
		return new Tasks(JdbcClient.create(pool), new TaskJson(JSON), plans(pool));
	}

	private static FrozenPlans plans(HikariDataSource pool) {
		return new FrozenPlans(JdbcClient.create(pool), new DataSourceTransactionManager(pool), JSON);
	}

	private static UUID request(JdbcClient ledger) {
		UUID request = UUID.randomUUID();
		ledger.sql(
				"insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by, roles, "
						+ "received_at, registered_at, deadline, evidence_hash) values (?, 'contoso', 'R-1', 'export', "
						+ "'discovering', '{}', '', 'rest', 'olga', '', ?, ?, '2026-12-22', '')")
			.params(request, Timestamps.of(Instant.EPOCH), Timestamps.of(Instant.EPOCH))
			.update();
		return request;
	}

	private static UUID task(JdbcClient ledger, UUID request, String plan) {
		UUID task = UUID.randomUUID();
		ledger
			.sql("insert into task (id, request, tenant, source, system, state, plan) "
					+ "values (?, ?, 'contoso', 'entra-user', 's', 'planned', ?)")
			.params(task, request, plan)
			.update();
		return task;
	}

}
