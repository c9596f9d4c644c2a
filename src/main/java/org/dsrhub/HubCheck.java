package org.dsrhub;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.security.Logins;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Import;

/**
 * {@code java -jar dsr-hub.jar check [tenant]...}: the part of the hub that talks to
 * services, without ledger, port or doors, so that it can run beside a hub.
 */
@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, QuartzAutoConfiguration.class })
@EnableConfigurationProperties({ HubProperties.class, Logins.Configured.class })
@Import(Logins.class)
@ComponentScan(
		basePackages = { "org.dsrhub.configuration", "org.dsrhub.source", "org.dsrhub.tenant", "org.dsrhub.camel" },
		lazyInit = true, excludeFilters = @Filter(EnableAutoConfiguration.class))
class HubCheck {

	static final String COMMAND = "check";

	private static final int NOT_BEGUN = 2;

	/**
	 * Whether the first argument that is no setting is the command.
	 */
	static boolean asked(String[] args) {
		return Stream.of(args).filter((arg) -> !arg.startsWith("--")).findFirst().filter(COMMAND::equals).isPresent();
	}

	/**
	 * Checks, and tells every line on standard output.
	 * @param args the command, tenants, and anywhere settings ({@code --hub.config=...})
	 * @return what the process is to end with: 0 all is well, 1 something failed, 2 the
	 * check could not begin
	 */
	static int run(String[] args) {
		List<String> rest = new ArrayList<>(List.of(args));
		rest.remove(COMMAND);
		SpringApplicationBuilder hub = new SpringApplicationBuilder(HubCheck.class).profiles(COMMAND)
			.web(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = hub.run(rest.toArray(String[]::new))) {
			return SpringApplication.exit(context);
		}
		catch (RuntimeException ex) {
			// Spring has told it as it tells what stops a start.
			return NOT_BEGUN;
		}
	}

	@Bean
	Clock clock() {
		return new DsrHub().machineClock().clock();
	}

}
