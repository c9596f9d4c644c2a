/**
 * Services that work on their answer for long: begun, asked how far they are, and read
 * when they have ended.
 */
package org.dsrhub.operation;
