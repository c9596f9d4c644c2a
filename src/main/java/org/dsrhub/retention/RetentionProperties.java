package org.dsrhub.retention;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.dsrhub.configuration.InvalidConfiguration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.quartz.CronExpression;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How runs are done.
 *
 * @param listValidFor how long the list of a dry run may be carried out
 * @param anchor when the evidence of each tenant is anchored, in Quartz's syntax, in the
 * tenant's zone
 * @param runs how many runs a node works on at once; 0 where it is to carry out none
 */
@Validated
@ConfigurationProperties("hub.retention")
public record RetentionProperties(@NotNull @DurationMin(minutes = 1) Duration listValidFor, @NotBlank String anchor,
		@Min(0) @Max(4) int runs) {

	public RetentionProperties {
		if (!CronExpression.isValidExpression(anchor)) {
			throw new InvalidConfiguration(
					"hub.retention.anchor: expected: Quartz's syntax, seconds first, such as 0 10 4 * * ?");
		}
	}

}
