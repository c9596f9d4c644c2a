/**
 * The append-only, hash-chained log of each request, and the keyed digest by which it
 * names what may not stand there in clear.
 */
package org.dsrhub.evidence;
