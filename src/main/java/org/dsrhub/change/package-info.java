/**
 * What a right changes at a service, call by call: pure rules, which no fault of a
 * connection and no restart can confuse.
 */
package org.dsrhub.change;
