/**
 * How fast the hub is, beside two plain Java programs that make the same calls and write
 * the same files (floor A), and the same rows as well (floor B).
 */
package org.dsrhub.benchmark;
