package org.dsrhub.request;

import java.util.Optional;
import java.util.UUID;

/**
 * What legal holds forbid: whoever changes or removes something of a request asks first.
 */
@FunctionalInterface
public interface HeldSubjects {

	/**
	 * Why a source erases nothing of a subject under hold.
	 */
	String RULE = "legal hold";

	/**
	 * A hold in force on the request, its subject or its whole tenant. Asked in a
	 * transaction that has locked the request's row, it sees every hold that was set
	 * before.
	 * @return the hold's id
	 */
	Optional<UUID> hold(UUID request);

}
