package org.dsrhub.request;

/**
 * The reference was used before for other content. Never a silent merge.
 */
public class ReferenceConflict extends RuntimeException {

	public ReferenceConflict() {
		super("the reference is already used for a request with other content; use another one");
	}

}
