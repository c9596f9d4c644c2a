package org.dsrhub.evidence;

/**
 * A chain as an anchor holds it.
 *
 * @param leaf how far it had come
 */
record Held(Anchor anchor, Leaf leaf) {
}
