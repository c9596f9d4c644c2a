package org.dsrhub.request;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.dsrhub.request.RequestDocument.SubjectIdentifiers;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Subject;

/**
 * The subject as a request's filer named it.
 */
public final class GivenSubject {

	private GivenSubject() {
	}

	/**
	 * The person before the directory was asked; the document's identifiers are in normal
	 * form already.
	 */
	public static Subject of(RequestDocument document, String region) {
		SubjectIdentifiers given = document.subject();
		Map<IdentifierKind, Set<String>> identifiers = new EnumMap<>(IdentifierKind.class);
		put(identifiers, IdentifierKind.EMAIL, given.email());
		put(identifiers, IdentifierKind.USER_PRINCIPAL_NAME, given.userPrincipalName());
		put(identifiers, IdentifierKind.OBJECT_ID, given.objectId());
		put(identifiers, IdentifierKind.PHONE, given.phone());
		identifiers.put(IdentifierKind.IP_ADDRESS, new TreeSet<>(given.ipAddresses()));
		return new Subject(identifiers, Set.of(), region);
	}

	private static void put(Map<IdentifierKind, Set<String>> identifiers, IdentifierKind kind, String value) {
		if (value != null) {
			identifiers.put(kind, Set.of(value));
		}
	}

}
