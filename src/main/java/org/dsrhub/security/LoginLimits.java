package org.dsrhub.security;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many logins may fail.
 *
 * @param perAddress failures of one client address within the time
 * @param perUser failures of one user's name within the time, from all addresses together
 * @param within the time, after which all of them are forgiven
 */
@Validated
@ConfigurationProperties("hub.logins")
record LoginLimits(@Min(1) @Max(10_000) @DefaultValue("20") int perAddress,
		@Min(1) @Max(10_000) @DefaultValue("60") int perUser,
		@NotNull @DurationMin(seconds = 1) @DefaultValue("PT15M") Duration within) {
}
