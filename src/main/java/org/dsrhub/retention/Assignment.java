package org.dsrhub.retention;

import org.dsrhub.request.Work;
import org.dsrhub.tenant.Tenant;

/**
 * A claimed run with all that it takes to go on with it.
 */
record Assignment(Work work, RunRow run, Tenant tenant, Rule rule, Category category) {
}
