/**
 * One request times one source, the unit of fan-out: planning, claiming, collecting,
 * retrying, and the outcome.
 */
package org.dsrhub.task;
