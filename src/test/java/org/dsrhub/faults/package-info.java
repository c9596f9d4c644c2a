/**
 * What the hub has to go through: runs in which something is killed, cut off, filled up
 * or lied to while requests come in, and the checker that says of what is left whether
 * each request that was accepted was completed, once and right. {@code docs/faults.md}
 * tells them.
 */
package org.dsrhub.faults;
