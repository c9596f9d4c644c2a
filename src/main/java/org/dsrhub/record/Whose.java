package org.dsrhub.record;

/**
 * Whom a value names.
 */
enum Whose {

	SUBJECT, OTHER, NOBODY

}
