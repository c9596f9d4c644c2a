/**
 * How long the hub keeps what it keeps itself, and how it goes: rules, runs that carry
 * them out, and the legal holds that stop them.
 */
package org.dsrhub.retention;
