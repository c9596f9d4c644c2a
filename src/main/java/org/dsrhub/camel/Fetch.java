package org.dsrhub.camel;

import java.util.Map;

import org.dsrhub.tenant.Tenant;

/**
 * What a Kamelet is asked to get next: the variable {@code fetch} of its exchange.
 *
 * @param tenant in whose scope and on whose credential
 * @param link the next page's link as the service gave it, or null for the first page
 * @param values what the placeholders of a path or query stand for, such as
 * {@code subscription}
 * @param deleted whether the subject's directory entry is among the deleted ones
 */
record Fetch(Tenant tenant, String link, Map<String, String> values, boolean deleted) {
}
