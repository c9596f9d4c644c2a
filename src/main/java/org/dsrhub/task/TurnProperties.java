package org.dsrhub.task;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How long a source is read at a time.
 *
 * @param turn after which a task makes room, between two pages, if other tenants wait
 */
@Validated
@ConfigurationProperties("hub.work")
record TurnProperties(@NotNull @DurationMin(millis = 1) Duration turn) {
}
