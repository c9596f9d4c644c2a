package org.dsrhub.tenant;

import java.nio.file.Path;

import org.dsrhub.Workshop;
import org.dsrhub.configuration.InvalidConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SharedDatabasesTests {

	private static final String SHARED = "jdbc:postgresql://db.example/crm";

	@TempDir
	private Path folder;

	@Test
	void two_tenants_in_one_database_need_the_tenant_in_the_query() {
		assertThatExceptionOfType(InvalidConfiguration.class)
			.isThrownBy(() -> start("id > :#after", SHARED, SHARED + "?sslmode=require"))
			.withMessageContaining("config/sources/crm-contacts.yaml, field 'collect.parameters.query'")
			.withMessageContaining("contoso and fabrikam share the database 'crm'");
	}

	@Test
	void with_it_or_with_a_database_each_they_do_not() {
		assertThatCode(() -> start("tenant = :#tenant and id > :#after", SHARED, SHARED)).doesNotThrowAnyException();
		assertThatCode(() -> start("id > :#after", SHARED, "jdbc:postgresql://db.example/crm2"))
			.doesNotThrowAnyException();
	}

	private void start(String where, String contoso, String fabrikam) {
		Workshop shop = new Workshop(this.folder);
		tenant("contoso", contoso);
		tenant("fabrikam", fabrikam);
		Workshop.write(this.folder.resolve("routes/kamelets/sql-list-action.kamelet.yaml"), """
				spec: {definition: {properties: {database: {}, query: {}}}}
				""");
		Workshop.write(this.folder.resolve("config/sources/crm-contacts.yaml"),
				"""
						source: crm-contacts
						system: CRM
						category: c
						purpose: p
						recipients: r
						legalBasis: l
						keptFor: k
						searchedBy: [email]
						roles: {export: [Owner]}
						collect: {kamelet: sql-list-action, parameters: {database: crm, query: "select id from contact where %s"}}
						"""
					.formatted(where));
		new SharedDatabases(shop.tenants(), shop.catalogue());
	}

	private void tenant(String name, String url) {
		Workshop.write(this.folder.resolve("config/tenants/" + name + ".yaml"), """
				tenant: %s
				entraTenantId: 11111111-1111-1111-1111-111111111111
				administrator: admin@%s.example
				region: DK
				credential: {kind: secret, clientId: app, secret: "env:NONE"}
				databases: {crm: {url: "%s", user: reader, password: "env:NONE"}}
				""".formatted(name, name, url));
	}

}
