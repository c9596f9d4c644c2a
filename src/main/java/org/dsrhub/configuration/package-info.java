/**
 * Reads the administrator's files and says of every fault where it stands. A hub whose
 * configuration is in doubt does not start.
 */
package org.dsrhub.configuration;
