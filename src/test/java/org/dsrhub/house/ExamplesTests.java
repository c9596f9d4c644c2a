package org.dsrhub.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

import org.dsrhub.DsrHub;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.endtoend.Installation;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Right;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples that ship for administrators to start from are right, also in what they
 * hold as comments.
 */
class ExamplesTests {

	private static final Path EXAMPLE = Path.of("config/tenants/contoso.yaml.example");

	@TempDir
	Path folder;

	@Test
	void the_example_of_a_tenant_is_read_as_it_ships() throws IOException {
		Tenant contoso = tenant(Files.readString(EXAMPLE));
		assertThat(contoso.container().kind()).isEqualTo("local");
		assertThat(contoso.inbox().principal().name()).isEqualTo("file-drop");
		assertThat(contoso.mailboxes().intake()).isNull();
	}

	@Test
	void each_key_that_it_holds_as_a_comment_is_read_too() throws IOException {
		String all = Files.readString(EXAMPLE)
			.replace("container: {kind: local}\n", "")
			.replaceAll("(?m)^( *)#(?! )", "$1")
			// Lines that go on where the one before ended are indented in the comment.
			.replaceAll("(?m)^#( {2,})", "$1");
		Tenant contoso = tenant(all);
		assertThat(contoso.container().kind()).isEqualTo("azure");
		assertThat(contoso.trust()).isEqualTo("config/ca.pem");
		assertThat(contoso.endpoints().iotCentral()).hasSize(1);
		assertThat(contoso.mailboxes().intake().address()).isEqualTo("dsr@contoso.example");
		assertThat(contoso.decision(Right.EXPORT)).isEqualTo(Tenant.Decision.AUTO);
	}

	@Test
	void the_source_of_a_vendor_that_answers_by_mail_is_read_as_the_page_shows_it() throws IOException {
		String page = Files.readString(Path.of("docs/mail.md"));
		int start = page.indexOf("source: helpdesk");
		Files.writeString(Files.createDirectories(this.folder.resolve("sources")).resolve("helpdesk.yaml"),
				page.substring(start, page.indexOf("```", start)));
		assertThat(new Catalogue(ConfigurationTests.hub(this.folder)).get("helpdesk").correspondence()).isPresent();
	}

	@Test
	void a_hub_starts_with_every_setting_that_the_settings_file_shows() throws IOException {
		String all = Files.readAllLines(Path.of("config/application.yaml"))
			.stream()
			.filter((line) -> line.matches("#( {2,}.*|[a-z]+:)"))
			.map((line) -> line.substring(1))
			.collect(Collectors.joining("\n"))
			// An issuer takes the place of users.
			.replaceFirst("(?m)^  oauth2:\n(    .*\n)+", "");
		Path settings = Files.writeString(this.folder.resolve("settings.yaml"), all);
		Installation installation = Installation.in(this.folder.resolve("hub"));
		Files.writeString(installation.folder().resolve("config/tenants/contoso.yaml"),
				Files.readString(EXAMPLE).replace("env:CONTOSO_SECRET", "file:" + settings));
		Map<String, Object> given = installation.settings();
		given.keySet().removeIf((name) -> name.contains("users"));
		given.put("spring.datasource.url", "jdbc:h2:mem:examples");
		given.put("spring.config.additional-location", "file:" + settings);
		try (ConfigurableApplicationContext hub = new SpringApplicationBuilder(DsrHub.class).run(given.entrySet()
			.stream()
			.map((one) -> "--" + one.getKey() + "=" + one.getValue())
			.toArray(String[]::new))) {
			assertThat(hub.getEnvironment().getProperty("hub.users[0].name")).isEqualTo("olga");
			assertThat(hub.getBean(HubProperties.class).work().tasks()).isEqualTo(32);
		}
	}

	private Tenant tenant(String text) throws IOException {
		Files.writeString(Files.createDirectories(this.folder.resolve("tenants")).resolve("contoso.yaml"), text);
		return new Tenants(ConfigurationTests.hub(this.folder),
				new Catalogue(ConfigurationTests.hub(Path.of("config"))))
			.get("contoso");
	}

}
