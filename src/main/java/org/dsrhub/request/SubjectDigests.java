package org.dsrhub.request;

import java.util.LinkedHashMap;
import java.util.Map;

import org.dsrhub.evidence.Digest;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Subject;
import org.springframework.stereotype.Component;

/**
 * Keyed digests of identifiers in normal form, those of the same text and different kinds
 * being different: what a subject is found again by.
 */
@Component
public class SubjectDigests {

	private final Digest digest;

	SubjectDigests(Digest digest) {
		this.digest = digest;
	}

	/**
	 * The digests of everything that names the subject, strong and weak alike, with their
	 * kinds.
	 */
	public Map<String, IdentifierKind> of(Subject subject) {
		Map<String, IdentifierKind> digests = new LinkedHashMap<>();
		subject.identifiers().forEach((kind, values) -> values.forEach((value) -> digests.put(of(kind, value), kind)));
		return digests;
	}

	String of(IdentifierKind kind, String value) {
		return this.digest.of(kind.label() + ":" + value);
	}

}
