package org.dsrhub.node;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How a node leaves.
 *
 * @param drain how long it may finish what it is at
 */
@Validated
@ConfigurationProperties("hub")
record DrainProperties(@NotNull @DurationMin @DurationMax(minutes = 10) Duration drain) {
}
