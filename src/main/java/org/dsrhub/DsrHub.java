package org.dsrhub;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

import javax.sql.DataSource;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.database.LedgerClock;
import org.dsrhub.database.MachineClock;
import org.springframework.beans.factory.annotation.Value;
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
	MachineClock machineClock() {
		return new MachineClock(Clock.systemUTC());
	}

	@Bean
	LedgerClock ledgerClock(DataSource ledger, MachineClock machine, HubProperties hub,
			@Value("${hub.renew}") long renew) {
		if (hub.lease().compareTo(Duration.ofMillis(renew).multipliedBy(6)) < 0) {
			throw new InvalidConfiguration(
					"hub.renew: %d ms is more than a sixth of hub.lease (%s)".formatted(renew, hub.lease()));
		}
		return LedgerClock.of(ledger, machine, hub.lease());
	}

	@Bean
	Clock clock(LedgerClock ledger) {
		return ledger.withZone(ZoneOffset.UTC);
	}

}
