package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.dsrhub.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code hub check} tells of a source in a database.
 */
class DatabaseCheckTests {

	private static final String PASSWORD = "crm-secret";

	@TempDir
	Path folder;

	private Installation installation;

	private Path secret;

	private String crm;

	@BeforeEach
	void install() throws IOException {
		this.installation = Installation.in(this.folder);
		this.secret = Files.writeString(this.folder.resolve("secrets/crm"), PASSWORD);
		this.crm = "jdbc:h2:file:" + this.folder.resolve("crm");
		JdbcClient database = JdbcClient.create(TestDatabase.of(Map.of("spring.datasource.url", this.crm,
				"spring.datasource.username", "crm", "spring.datasource.password", PASSWORD)));
		database.sql("create table contact (id bigint primary key, tenant varchar(40), email varchar(200))").update();
		database.sql("create user reader password '" + PASSWORD + "'").update();
		database.sql("grant select on contact to reader").update();
		database.sql("create user stranger password '" + PASSWORD + "'").update();
		Files.writeString(this.folder.resolve("config/sources/crm-contacts.yaml"), """
				source: crm-contacts
				system: CRM
				category: c
				purpose: p
				recipients: r
				legalBasis: l
				keptFor: k
				searchedBy: [email]
				roles: {export: [Owner]}
				collect:
				  kamelet: sql-list-action
				  parameters:
				    database: crm
				    key: id
				    start: "0"
				    query: >-
				      select id, email from contact where tenant = :#tenant and email in (:#in:email)
				      and id > cast(:#after as bigint) order by id limit :#limit
				""");
	}

	@Test
	void each_database_is_told_with_what_to_grant_or_to_correct() throws Exception {
		Path wrong = Files.writeString(this.folder.resolve("secrets/wrong"), "not-the-password");
		tenant("well", this.crm, "reader", this.secret, "");
		tenant("wrong-password", this.crm, "reader", wrong, "");
		tenant("no-grant", this.crm, "stranger", this.secret, "");
		tenant("no-database", this.crm + "2;IFEXISTS=TRUE", "reader", this.secret, "");
		tenant("no-host", "jdbc:postgresql://127.0.0.1:1/crm", "reader", this.secret, "");
		CheckProcess check = CheckProcess.run(this.installation, Map.of());
		assertThat(check.code()).as(check.output()).isEqualTo(1);
		assertThat(check.lines("well")).contains("ok crm-contacts: can be read");
		assertThat(check.lines("wrong-password")).contains(
				"FAIL crm-contacts: databases.crm: SQLSTATE 28000: it refuses the login; correct user (reader) or password in the tenant file");
		assertThat(check.lines("no-grant")).contains(
				"FAIL crm-contacts: databases.crm: SQLSTATE 90096: grant stranger select on the tables of the query");
		assertThat(check.lines("no-database")).contains(
				"FAIL crm-contacts: databases.crm: SQLSTATE 90146: there is no such database; correct its url in the tenant file");
		assertThat(check.lines("no-host")).contains(
				"FAIL crm-contacts: databases.crm: SQLSTATE 08001: correct its url in the tenant file, open it in the firewall, or raise limits.responseTimeout");
		assertThat(check.output()).doesNotContain("jdbc:").doesNotContain("password'").doesNotContain(PASSWORD);
	}

	@Test
	void what_would_stop_a_start_stops_a_check() throws Exception {
		tenant("contoso", this.crm, "reader", this.secret, ", tenant: \"4711\"");
		tenant("fabrikam", this.crm, "stranger", this.secret, ", tenant: \"4711\"");
		begins("config/tenants/fabrikam.yaml, field 'databases.crm.tenant': stands for contoso's rows there");
		tenant("fabrikam", this.crm, "stranger", this.folder.resolve("secrets/missing"), "");
		begins("secrets/missing");
		tenant("fabrikam", this.crm, "stranger", this.secret, "");
		this.installation.setting("hub.users[0].tenants", "contso");
		begins("hub.users, user 'olga': there is no tenant 'contso'");
	}

	private void begins(String fault) throws Exception {
		CheckProcess check = CheckProcess.run(this.installation, Map.of(), "contoso");
		assertThat(check.output()).contains(fault).doesNotContain("\tat ");
		assertThat(check.code()).isEqualTo(2);
	}

	private void tenant(String name, String url, String user, Path password, String more) throws IOException {
		Files.writeString(this.folder.resolve("config/tenants/" + name + ".yaml"), """
				tenant: %1$s
				entraTenantId: 11111111-1111-1111-1111-111111111111
				administrator: admin@%1$s.example
				region: DK
				credential: {kind: secret, clientId: app, secret: "file:%2$s"}
				limits: {connectTimeout: PT2S}
				sources: {include: [crm-contacts]}
				databases: {crm: {url: "%3$s", user: %4$s, password: "file:%5$s"%6$s}}
				""".formatted(name, this.secret, url, user, password, more));
	}

}
