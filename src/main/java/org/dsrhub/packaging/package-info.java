/**
 * What the subject gets: the aggregated export of one request, as a ZIP with its
 * manifest, stored once and never overwritten.
 */
package org.dsrhub.packaging;
