package org.dsrhub;

import java.time.Clock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/**
 * Starts the hub in a folder that holds {@code config/} and {@code routes/}, or checks
 * its tenants there; or verifies evidence, anywhere.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class DsrHub {

	public static void main(String[] args) {
		if (HubVerify.asked(args)) {
			System.exit(HubVerify.run(args, System.out));
		}
		if (HubCheck.asked(args)) {
			System.exit(HubCheck.run(args));
		}
		SpringApplication.run(DsrHub.class, args);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
