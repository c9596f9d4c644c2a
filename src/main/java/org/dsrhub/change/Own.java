package org.dsrhub.change;

import java.util.Optional;

import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Identifiers;
import org.dsrhub.subject.Subject;

/**
 * Whether a whole value is one of the subject's identifiers. Never a part of one, and
 * never by likeness.
 */
record Own(Subject subject) {

	boolean names(String value) {
		return is(Identifiers.email(value), IdentifierKind.EMAIL)
				|| is(Identifiers.userPrincipalName(value), IdentifierKind.USER_PRINCIPAL_NAME)
				|| is(Identifiers.objectId(value), IdentifierKind.OBJECT_ID)
				|| is(Identifiers.sid(value), IdentifierKind.SID) || phone(value);
	}

	boolean phone(String value) {
		return is(Identifiers.phone(value, this.subject.region()), IdentifierKind.PHONE);
	}

	private boolean is(Optional<String> normal, IdentifierKind kind) {
		return normal.filter((value) -> this.subject.has(kind, value)).isPresent();
	}

}
