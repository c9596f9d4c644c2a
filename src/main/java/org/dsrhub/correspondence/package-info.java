/**
 * Conversations with vendors that answer only by e-mail: what they are asked, what they
 * say, and what comes of it.
 */
package org.dsrhub.correspondence;
