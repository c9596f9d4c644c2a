package org.dsrhub.record;

/**
 * Whose a subject field is: that of the nearest object or list element around it whose
 * person fields name somebody.
 */
enum Ownership {

	SUBJECTS, OTHERS,

	/** Several people's, or not known: the field is searched like any other. */
	SHARED;

	static Ownership of(Item field) {
		Item at = field;
		while (at.parent() != null) {
			at = at.parent();
			Signs scope = at.scope();
			if (scope.any()) {
				return scope.subject() ? (scope.others() ? SHARED : SUBJECTS) : (scope.others() ? OTHERS : SHARED);
			}
		}
		return (at.signs().subject() && !at.signs().others()) ? SUBJECTS : SHARED;
	}

}
