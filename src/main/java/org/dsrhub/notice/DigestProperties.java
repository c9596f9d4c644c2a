package org.dsrhub.notice;

import jakarta.validation.constraints.NotBlank;
import org.dsrhub.configuration.InvalidConfiguration;
import org.quartz.CronExpression;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * When each tenant is told what is due.
 *
 * @param cron in Quartz's syntax, in the tenant's zone
 */
@Validated
@ConfigurationProperties("hub.digest")
public record DigestProperties(@NotBlank String cron) {

	public DigestProperties {
		if (!CronExpression.isValidExpression(cron)) {
			throw new InvalidConfiguration(
					"hub.digest.cron: expected: Quartz's syntax, seconds first, such as 0 0 6 * * ?");
		}
	}

}
