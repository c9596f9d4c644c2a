/**
 * A request from its document to its end: reading, registering once, deadline, decision,
 * and the row that a node claims.
 */
package org.dsrhub.request;
