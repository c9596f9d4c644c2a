package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.TestDatabase;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The source in a database of {@code docs/sources.md}, taken from it as it stands there,
 * for two tenants who share the database.
 */
class SqlSourceTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final String PASSWORD = "crm-secret";

	private static final String REQUEST = """
			{"reference": "R-1", "tenant": "%s", "right": "access",
			 "subject": {"email": "ana@example.com", "phone": "+4533123456"}}""";

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "h2", "postgresql" })
	void the_source_that_the_page_adds_is_read_for_each_tenant_alone(String kind) throws IOException {
		Map<String, ?> database = "h2".equals(kind) ? h2() : TestDatabase.postgresql();
		fill(JdbcClient.create(TestDatabase.of(database)));
		Installation installation = install(database);
		try (RunningHub hub = RunningHub.start(installation)) {
			for (String tenant : new String[] { "contoso", "fabrikam" }) {
				installation.drop(tenant, "one.json", REQUEST.formatted(tenant));
			}
			JsonNode contoso = records(installation, "contoso", hub.closed("contoso", "R-1"));
			assertThat(contoso).hasSize(3);
			JsonNode first = contoso.path(0);
			assertThat(first.path("matchedBy")).extracting(JsonNode::asText).containsExactly("email", "phone");
			assertThat(first.path("provenance").path("url").asText()).isEqualTo("sql:crm");
			JsonNode data = first.path("data");
			assertThat(field(data, "full_name").asText()).isEqualTo("Ana Jensen");
			assertThat(field(data, "account_manager").asText()).isEqualTo("[redacted]");
			assertThat(field(data, "preferences").path("newsletter").asBoolean()).isTrue();
			assertThat(field(data, "created_at").asText()).isEqualTo("2026-01-05T07:00:00Z");
			assertThat(records(installation, "fabrikam", hub.closed("fabrikam", "R-1"))).hasSize(1)
				.allSatisfy((record) -> assertThat(field(record.path("data"), "notes").asText()).isEqualTo("theirs"));
		}
	}

	private Installation install(Map<String, ?> database) throws IOException {
		Installation installation = Installation.in(this.folder);
		String page = Files.readString(Path.of("docs/sources.md"));
		Files.writeString(this.folder.resolve("config/sources/crm-contacts.yaml"), block(page, "source: crm-contacts"));
		Path password = Files.writeString(this.folder.resolve("secrets/crm"),
				database.get("spring.datasource.password").toString());
		String databases = block(page, "databases:")
			.replace("jdbc:postgresql://db.contoso.example/crm?sslmode=verify-full",
					database.get("spring.datasource.url").toString().replaceFirst("[?].*", ""))
			.replace("dsr_reader", database.get("spring.datasource.username").toString())
			.replace("env:CONTOSO_CRM", "file:" + password);
		for (String tenant : new String[] { "contoso", "fabrikam" }) {
			Files.writeString(this.folder.resolve("config/tenants/" + tenant + ".yaml"), """
					tenant: %1$s
					entraTenantId: 11111111-1111-1111-1111-111111111111
					administrator: admin@%1$s.example
					region: DK
					credential: {kind: secret, clientId: app, secret: "file:%2$s"}
					inbox: {principal: {name: file-drop, roles: [Owner]}}
					sources: {include: [crm-contacts]}
					%3$s
					""".formatted(tenant, password, databases));
		}
		return installation;
	}

	private Map<String, ?> h2() {
		return Map.of("spring.datasource.url", "jdbc:h2:file:" + this.folder.resolve("crm"),
				"spring.datasource.username", "crm", "spring.datasource.password", PASSWORD);
	}

	private static void fill(JdbcClient crm) {
		crm.sql("create table contact (id bigint primary key, tenant varchar(40), full_name varchar(100), "
				+ "email varchar(200), phone varchar(40), notes varchar(1000), account_manager varchar(100), "
				+ "preferences json, created_at timestamp with time zone)")
			.update();
		String row = "insert into contact values (?, ?, 'Ana Jensen', ?, ?, ?, ?, json '{\"newsletter\": true}', "
				+ "timestamp with time zone '2026-01-05 08:00:00+01:00')";
		crm.sql(row).params(1, "contoso", "Ana@Example.com", "+4533123456", "hers", "Olga Berg").update();
		crm.sql(row).params(2, "contoso", "diana@example.com", null, "Diana's", "Olga Berg").update();
		crm.sql(row).params(3, "contoso", "ana@example.com", null, "hers", "Ana Jensen").update();
		crm.sql(row).params(4, "contoso", null, "+4533123456", "hers", null).update();
		crm.sql(row).params(5, "contoso", "diana@example.com", "+4533123456", "a phone that they share", null).update();
		crm.sql(row).params(6, "fabrikam", "ana@example.com", null, "theirs", null).update();
	}

	private static JsonNode records(Installation installation, String tenant, JsonNode result) throws IOException {
		assertThat(result.path("state").asText()).as(result.toPrettyString()).isEqualTo("completed");
		Path zip = installation.data().resolve("packages").resolve(result.path("package").path("path").asText());
		String records = new String(Leak.entries(Files.readAllBytes(zip)).get("CRM/crm-contacts.json"),
				StandardCharsets.UTF_8);
		assertThat(records).as(tenant).doesNotContain("jdbc:").doesNotContain(PASSWORD).doesNotContain("diana");
		return JSON.readTree(records);
	}

	/** H2 gives names in capitals, PostgreSQL in small letters. */
	private static JsonNode field(JsonNode data, String name) {
		return data.path(data.has(name) ? name : name.toUpperCase(java.util.Locale.ROOT));
	}

	private static String block(String page, String beginning) {
		Matcher block = Pattern.compile("```yaml\\n(" + Pattern.quote(beginning) + ".*?)```", Pattern.DOTALL)
			.matcher(page);
		assertThat(block.find()).as("docs/sources.md holds " + beginning).isTrue();
		return block.group(1);
	}

}
