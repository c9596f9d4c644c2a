package org.dsrhub.database;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedLedgerTests {

	private final ApplicationContextRunner hub = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
		.withBean(EmbeddedLedger.class);

	@Test
	void a_ledger_of_h2_is_written_to_by_one_at_a_time() {
		this.hub.withPropertyValues("spring.datasource.url=jdbc:h2:mem:embedded")
			.run((context) -> assertThat(context.getBean(DataSource.class)).isInstanceOf(OneWriter.class));
	}

	@Test
	void postgresql_sees_to_that_by_itself() {
		this.hub.withPropertyValues("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/ledger")
			.run((context) -> assertThat(context.getBean(DataSource.class)).isNotInstanceOf(OneWriter.class));
	}

}
