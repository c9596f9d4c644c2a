/**
 * Answers that say what went wrong, as problem documents (RFC 9457), and never a value
 * that a person gave.
 */
package org.dsrhub.problem;
