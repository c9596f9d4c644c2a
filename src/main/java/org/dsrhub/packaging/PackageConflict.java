package org.dsrhub.packaging;

/**
 * Where a package belongs stands something else. It is never overwritten: a person has to
 * look.
 */
public class PackageConflict extends IllegalStateException {

	public PackageConflict(String message) {
		super(message);
	}

}
