package org.dsrhub.node;

/**
 * This node takes nothing new from now on, and finishes what it is at.
 */
public record DrainBegun() {
}
