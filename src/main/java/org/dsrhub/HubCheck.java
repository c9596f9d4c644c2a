package org.dsrhub;

import java.time.Clock;
import java.util.Arrays;

import org.dsrhub.configuration.HubProperties;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;

/**
 * {@code java -jar dsr-hub.jar check [tenant]...}: the part of the hub that talks to
 * services, without ledger, port or doors, so that it can run beside a hub.
 */
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@EnableConfigurationProperties(HubProperties.class)
@ComponentScan(
		basePackages = { "org.dsrhub.configuration", "org.dsrhub.source", "org.dsrhub.tenant", "org.dsrhub.camel" },
		lazyInit = true, excludeFilters = @Filter(EnableAutoConfiguration.class))
class HubCheck {

	static final String COMMAND = "check";

	private static final int NOT_BEGUN = 2;

	/**
	 * Checks, and tells every line on standard output.
	 * @param args the command, tenants, and settings ({@code --hub.config=...})
	 * @return what the process is to end with: 0 all is well, 1 something failed, 2 the
	 * check could not begin
	 */
	static int run(String[] args) {
		SpringApplicationBuilder hub = new SpringApplicationBuilder(HubCheck.class).profiles(COMMAND)
			.web(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = hub.run(Arrays.copyOfRange(args, 1, args.length))) {
			return SpringApplication.exit(context);
		}
		catch (RuntimeException ex) {
			// Spring has told it as it tells what stops a start.
			return NOT_BEGUN;
		}
	}

	@Bean
	Clock clock() {
		return new DsrHub().clock();
	}

}
