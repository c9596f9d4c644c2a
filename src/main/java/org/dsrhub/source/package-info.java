/**
 * The catalogue of sources: where personal data may be, how they are reached, and what a
 * service's answer means.
 */
package org.dsrhub.source;
