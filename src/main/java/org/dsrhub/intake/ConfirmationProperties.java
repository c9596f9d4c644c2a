package org.dsrhub.intake;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How a person confirms a request that came by their own mail.
 *
 * @param valid how long a code can be used; short enough that the answer is in time
 * @param attempts how often a reply may come without it
 * @param perDay how many requests of one sender may wait for their codes in a day
 */
@Validated
@ConfigurationProperties("hub.confirmation")
record ConfirmationProperties(@NotNull @DurationMin(minutes = 10) @DurationMax(days = 21) Duration valid,
		@Min(1) @Max(10) int attempts, @Min(1) @Max(100) int perDay) {
}
