package org.dsrhub.database;

import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Sees to it that a node that vanishes in the middle of a transaction does not stop the
 * others for long, if the ledger is PostgreSQL's: of itself the server keeps the session
 * of a host that lost its power, with all its locks, for as long as TCP hopes for it, and
 * a node waits as long for a server that is gone. What the ledger's URL says wins.
 */
@Component
class SharedLedger implements BeanPostProcessor {

	/** The driver's, in seconds where it is a time; {@code options} are the session's. */
	private static final Map<String, String> BOUNDS = Map.of("socketTimeout", "60", "tcpKeepAlive", "true", "options",
			"-c idle_in_transaction_session_timeout=60s -c tcp_user_timeout=60s"
					+ " -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3");

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof HikariDataSource ledger && name.equals("dataSource")
				&& LedgerKind.postgresql(ledger.getJdbcUrl())) {
			BOUNDS.forEach(ledger.getDataSourceProperties()::putIfAbsent);
		}
		return bean;
	}

}
