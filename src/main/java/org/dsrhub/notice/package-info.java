/**
 * What people are told: the receipt that becomes the result, the same document in the
 * outbox and over REST.
 */
package org.dsrhub.notice;
