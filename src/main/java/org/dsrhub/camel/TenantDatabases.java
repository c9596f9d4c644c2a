package org.dsrhub.camel;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.apache.camel.CamelContext;
import org.dsrhub.tenant.SecretReference;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * The databases of each tenant: its own login, its own few connections, for reading only.
 * Nothing is connected before a source asks, and a database that is away stops no start.
 */
@Component
@Lazy(false)
class TenantDatabases implements DisposableBean {

	private static final int CONNECTIONS = 4;

	private final List<HikariDataSource> pools = new ArrayList<>();

	/**
	 * Looks each password up once, so that a missing one stops the start.
	 * @throws org.dsrhub.configuration.InvalidConfiguration naming the reference
	 */
	TenantDatabases(Tenants tenants, CamelContext camel) {
		for (Tenant tenant : tenants.all()) {
			tenant.databases().forEach((name, database) -> {
				HikariDataSource pool = new HikariDataSource(settings(database, tenant.limits()));
				this.pools.add(pool);
				camel.getRegistry().bind(name(tenant, name), DataSource.class, pool);
			});
		}
	}

	/**
	 * The name by which an endpoint finds a tenant's database.
	 */
	String name(Tenant tenant, String database) {
		// Neither name may hold a dot, so that no two pairs give the same.
		return "database." + tenant.tenant() + "." + database;
	}

	private static HikariConfig settings(Tenant.Database database, Tenant.Limits limits) {
		HikariConfig settings = new HikariConfig();
		settings.setJdbcUrl(database.url());
		settings.setUsername(database.user());
		settings.setPassword(SecretReference.resolve(database.password()));
		settings.setReadOnly(true);
		// PostgreSQL keeps a connection to reading, and reads row by row, only in a
		// transaction.
		settings.setAutoCommit(false);
		settings.setMaximumPoolSize(CONNECTIONS);
		settings.setMinimumIdle(0);
		settings.setInitializationFailTimeout(-1);
		settings.setConnectionTimeout(Math.max(250, limits.connectTimeout().toMillis()));
		if (database.url().startsWith("jdbc:postgresql:")) {
			// A statement's own limit is no help where the network has gone.
			settings.addDataSourceProperty("socketTimeout", Long.toString(limits.responseTimeout().toSeconds() + 5));
			settings.addDataSourceProperty("connectTimeout", Long.toString(limits.connectTimeout().toSeconds() + 1));
			settings.addDataSourceProperty("ApplicationName", "dsr-hub");
		}
		return settings;
	}

	@Override
	public void destroy() {
		this.pools.forEach(HikariDataSource::close);
	}

}
