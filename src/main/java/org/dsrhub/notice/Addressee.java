package org.dsrhub.notice;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.dsrhub.request.RequestDocument.Requester;
import org.dsrhub.request.RequestRow;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Identifiers;
import org.dsrhub.subject.Identity;
import org.dsrhub.subject.Subject;

/**
 * Whoever asked, as the filer noted them, and what they may be told.
 */
record Addressee(RequestRow request, boolean confirmed) {

	private static final int SHORTEST_NAME = 3;

	/**
	 * The address to write to, normalised, if one was noted.
	 */
	Optional<String> address() {
		return Optional.ofNullable(this.request.document().requester())
			.map(Requester::email)
			.flatMap(Identifiers::email);
	}

	/**
	 * Whether the address is the subject's beyond doubt: one of those by which they were
	 * identified, unless the directory could not be asked; then it must have been
	 * confirmed by a code.
	 */
	boolean subject() {
		Identity identity = this.request.identity();
		return identity != null && (identity.failure() == null || this.confirmed)
				&& address()
					.filter((address) -> identity.subject().has(IdentifierKind.EMAIL, address)
							|| identity.subject().has(IdentifierKind.USER_PRINCIPAL_NAME, address))
					.isPresent();
	}

	/**
	 * The request's reference for the subject line, or its id where the filer's reference
	 * holds a part of somebody's name.
	 */
	String reference() {
		String reference = this.request.reference().toLowerCase(Locale.ROOT);
		return names().flatMap((name) -> Arrays.stream(name.toLowerCase(Locale.ROOT).split("[^\\p{L}]+")))
			.filter((part) -> part.length() >= SHORTEST_NAME)
			.anyMatch(reference::contains) ? this.request.id().toString() : this.request.reference();
	}

	private Stream<String> names() {
		Requester requester = this.request.document().requester();
		Stream<String> theirs = (requester != null) ? Stream.of(requester.name(), requester.email()) : Stream.empty();
		Stream<String> subjects = Stream.empty();
		if (this.request.identity() != null) {
			Subject subject = this.request.identity().subject();
			subjects = Stream
				.of(subject.names(), subject.of(IdentifierKind.EMAIL), subject.of(IdentifierKind.USER_PRINCIPAL_NAME))
				.flatMap(Collection::stream);
		}
		return Stream.concat(theirs, subjects).filter(Objects::nonNull).map((name) -> name.replaceFirst("@.*", ""));
	}

}
