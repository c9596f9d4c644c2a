/**
 * What operators see of the hub: metrics, and the fields of a log line. Labels are
 * tenants, sources and the words of the ledger, never anything of a request or a person,
 * so that their number is bounded.
 */
package org.dsrhub.observation;
