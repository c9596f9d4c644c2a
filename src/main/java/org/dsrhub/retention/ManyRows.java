package org.dsrhub.retention;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Asks the ledger for rows that are too many to be held at once: inside a transaction
 * PostgreSQL hands them over a few at a time.
 */
@Component
class ManyRows {

	private static final int FETCHED = 1_000;

	private final JdbcClient jdbc;

	ManyRows(DataSource ledger) {
		JdbcTemplate template = new JdbcTemplate(ledger);
		template.setFetchSize(FETCHED);
		this.jdbc = JdbcClient.create(template);
	}

	StatementSpec sql(String sql) {
		return this.jdbc.sql(sql);
	}

}
