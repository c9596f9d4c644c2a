package org.dsrhub.request;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.dsrhub.security.Role;
import org.dsrhub.source.Right;
import org.dsrhub.subject.Identity;

/**
 * A request as the ledger holds it.
 *
 * @param roles the roles on which it was filed
 * @param identity null before it was looked up
 * @param packagedAt when packaging began, or null
 * @param decision what a person decided, or null
 * @param leftOut the ids of records that a person decided to leave out
 * @param leftOutFields the fields that a person decided to leave out, by their record's
 * id
 * @param failures how often its present step failed in a row
 * @param revision of the package that was stored last, or null
 * @param cancelled whether it was cancelled and ends what it had begun
 */
public record RequestRow(UUID id, String tenant, String reference, Right right, RequestState state,
		RequestDocument document, Identity identity, Set<Role> roles, Instant receivedAt, LocalDate deadline,
		Instant packagedAt, String decision, Set<String> leftOut, Map<String, Set<String>> leftOutFields, int failures,
		Integer revision, boolean cancelled) {
}
