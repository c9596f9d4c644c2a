package org.dsrhub.request;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How much the hub takes in.
 *
 * @param open open requests of all tenants beyond which no door takes more of a tenant
 * that has its even share of them
 */
@Validated
@ConfigurationProperties("hub.work")
record OpenProperties(@Min(1) int open) {
}
