package org.dsrhub.database;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Makes the ledger one that is written to by one thread at a time, and that is opened
 * again after it was closed for want of space, if it is H2's.
 */
@Component
class EmbeddedLedger implements BeanPostProcessor {

	/** As long as H2 itself waits for a lock; see {@code application.yaml}. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Environment environment;

	EmbeddedLedger(Environment environment) {
		this.environment = environment;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		return (bean instanceof HikariDataSource ledger && name.equals("dataSource")
				&& LedgerKind.embedded(this.environment.getProperty("spring.datasource.url", "")))
						? new OneWriter(new ReopeningLedger(ledger), PATIENCE) : bean;
	}

}
