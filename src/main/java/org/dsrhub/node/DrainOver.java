package org.dsrhub.node;

/**
 * The time to finish is over: what is still on its way is broken off.
 */
public record DrainOver() {
}
