package org.dsrhub.tenant;

import java.nio.file.Path;

import org.dsrhub.Workshop;
import org.dsrhub.configuration.InvalidConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SharedDatabasesTests {

	private static final String SHARED = "jdbc:postgresql://db.example/crm";

	private String called = "";

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

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://DB.example:5432/crm", "jdbc:postgresql://db.example:5432/crm?ssl=true",
			"jdbc:postgresql://db.example/crm" })
	void an_address_in_other_words_is_the_same_database(String url) {
		assertThatExceptionOfType(InvalidConfiguration.class).isThrownBy(() -> start("id > :#after", SHARED, url))
			.withMessageContaining("must take :#tenant");
	}

	@Test
	void a_comment_about_the_tenant_keeps_nobody_apart() {
		assertThatExceptionOfType(InvalidConfiguration.class)
			.isThrownBy(() -> start("id > :#after /* and tenant = :#tenant */", SHARED, SHARED))
			.withMessageContaining("must take :#tenant");
	}

	@Test
	void two_tenants_that_are_called_the_same_in_the_rows_are_told() {
		this.called = ", tenant: \"4711\"";
		assertThatExceptionOfType(InvalidConfiguration.class)
			.isThrownBy(() -> start("tenant = :#tenant and id > :#after", SHARED, SHARED))
			.withMessageContaining("config/tenants/fabrikam.yaml, field 'databases.crm.tenant'")
			.withMessageContaining("contoso's rows");
		assertThatCode(() -> start("tenant = :#tenant and id > :#after", SHARED, SHARED + "2"))
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
				databases: {crm: {url: "%s", user: reader_of_%s, password: "env:NONE"%s}}
				""".formatted(name, name, url, name, this.called));
	}

}
