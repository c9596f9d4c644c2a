/**
 * Whose a record is, and what of it is somebody else's: normalising, matching by exact
 * identifiers, and redaction. Rules only; nothing here reads or writes.
 */
package org.dsrhub.record;
