package org.dsrhub.request;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.EvidenceEntry;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.RequestDocument.SubjectIdentifiers;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Role;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Enters requests into the ledger, each one once, by whichever door and however often it
 * comes.
 */
@Component
public class Registrar {

	private static final Logger log = LoggerFactory.getLogger(Registrar.class);

	/**
	 * Who files a request that the data subject asked for by a mail of their own.
	 */
	public static final String SUBJECT = "subject";

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final EvidenceLog evidence;

	private final Fingerprint fingerprint;

	private final RequestSubjects subjects;

	private final Tenants tenants;

	private final Clock clock;

	private final ApplicationEventPublisher events;

	Registrar(JdbcClient jdbc, Transactions transactions, EvidenceLog evidence, Fingerprint fingerprint,
			RequestSubjects subjects, Tenants tenants, Clock clock, ApplicationEventPublisher events) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.evidence = evidence;
		this.fingerprint = fingerprint;
		this.subjects = subjects;
		this.tenants = tenants;
		this.clock = clock;
		this.events = events;
	}

	/**
	 * Enters a request, or a duplicate of one: of the request that used the same
	 * reference, also when it is closed, or of the open one with the same content. Joins
	 * a transaction; then the caller runs it afresh when two filings raced, as
	 * {@link Transactions} does.
	 * @throws ReferenceConflict if the reference stands for other content; nothing was
	 * written
	 */
	public Registration register(RequestDocument document, Door door, Caller caller) {
		return register(document, door, caller, RequestState.RECEIVED, null);
	}

	/**
	 * As {@link #register}, for a request of which it is not known yet whether the person
	 * made it: nothing is done for it until it is verified. Somebody who files the same
	 * with authority verifies it, and then it runs on their roles.
	 * @param language in which the person asked, two letters
	 */
	public Registration registerUnverified(RequestDocument document, Door door, Caller caller, String language) {
		return register(document, door, caller, RequestState.UNVERIFIED, language);
	}

	private Registration register(RequestDocument document, Door door, Caller caller, RequestState state,
			String language) {
		return this.transactions.run(() -> {
			Filing filing = new Filing(UUID.randomUUID(), document, this.fingerprint.of(document), door, caller, state,
					language, this.clock.instant());
			Optional<UUID> named = named(filing);
			Optional<UUID> original = named.or(() -> open(filing));
			return original.map((request) -> duplicate(filing, request, named.isEmpty()))
				.orElseGet(() -> enter(filing));
		});
	}

	private Optional<UUID> named(Filing filing) {
		Optional<Reserved> reserved = this.jdbc
			.sql("select fingerprint, request from reference where tenant = ? and reference = ?")
			.params(filing.document().tenant(), filing.reference())
			.query(Reserved.class)
			.optional();
		if (reserved.isPresent() && !reserved.get().fingerprint().equals(filing.fingerprint())) {
			throw new ReferenceConflict();
		}
		return reserved.map(Reserved::request);
	}

	private Optional<UUID> open(Filing filing) {
		return this.jdbc.sql("select request from open_request where tenant = ? and fingerprint = ?")
			.params(filing.document().tenant(), filing.fingerprint())
			.query(UUID.class)
			.optional();
	}

	private Registration duplicate(Filing filing, UUID original, boolean reserve) {
		// The evidence first: it locks the request's row, on which the other two rows
		// depend.
		this.evidence.append(original, "duplicate-filed", filing.caller().name(), Map.of("receipt",
				filing.id().toString(), "door", filing.door().label(), "reference", filing.reference()));
		if (reserve) {
			if (open(filing).isEmpty()) {
				throw new CannotAcquireLockException("the request was closed meanwhile; this filing starts afresh");
			}
			reserve(filing, original);
		}
		this.jdbc
			.sql("insert into duplicate (id, tenant, reference, request, received_at, registered_at, filed_by)"
					+ " values (?, ?, ?, ?, ?, ?, ?)")
			.params(filing.id(), filing.document().tenant(), filing.reference(), original,
					Timestamps.of(filing.document().receivedAt()), Timestamps.of(filing.at()), filing.caller().name())
			.update();
		this.jdbc.sql("update request set changed = changed + 1, notice_due = ? where id = ?")
			.params(Timestamps.of(filing.at()), original)
			.update();
		if (filing.state() == RequestState.RECEIVED) {
			vouch(filing, original);
		}
		return new Registration(filing.id(), original, true);
	}

	/**
	 * Without this, what somebody files who may would end unread with the request that
	 * nobody confirmed. The person is then answered as for any filing: the address is not
	 * confirmed by it.
	 */
	private void vouch(Filing filing, UUID original) {
		int verified = this.jdbc
			.sql("update request set state = ?, roles = ?, due = ?, answers = ? where id = ? and state = 'unverified'")
			.params(filing.state().label(), filing.roles(), Timestamps.of(filing.at()),
					AnswerKind.labels(AnswerKind.wanted(this.tenants.get(filing.document().tenant()), false)), original)
			.update();
		if (verified > 0) {
			this.evidence.append(original, "verified", filing.caller().name(), Map.of("by", "filing"));
		}
	}

	private Registration enter(Filing filing) {
		RequestDocument document = filing.document();
		Tenant tenant = this.tenants.get(document.tenant());
		LocalDate deadline = Deadline.of(document.receivedAt(), 0, tenant.timezone(), tenant.holidays());
		this.jdbc.sql("insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by,"
				+ " roles, received_at, registered_at, deadline, due, notice_due, evidence_hash, answers, language, by_removal)"
				+ " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
			.params(filing.id(), document.tenant(), filing.reference(), document.right().label(),
					filing.state().label(), document.json(), filing.fingerprint(), filing.door().label(),
					filing.caller().name(), filing.roles(), Timestamps.of(document.receivedAt()),
					Timestamps.of(filing.at()), deadline,
					(filing.state() == RequestState.RECEIVED) ? Timestamps.of(filing.at()) : null,
					Timestamps.of(filing.at()), EvidenceEntry.GENESIS,
					AnswerKind.labels(AnswerKind.wanted(tenant, filing.state() == RequestState.UNVERIFIED)),
					filing.language(), Asked.of(document).remove())
			.update();
		this.jdbc.sql("insert into open_request (tenant, fingerprint, request) values (?, ?, ?)")
			.params(document.tenant(), filing.fingerprint(), filing.id())
			.update();
		reserve(filing, filing.id());
		this.subjects.remember(filing.id(), GivenSubject.of(document, tenant.region()));
		this.evidence.append(filing.id(), "registered", filing.caller().name(), proof(filing, deadline));
		this.events.publishEvent(new RequestEvent.Registered(filing.id(), document.tenant(), document.right()));
		log.info("event=registered request={} tenant={} right={} door={} deadline={}", filing.id(), document.tenant(),
				document.right().label(), filing.door().label(), deadline);
		return new Registration(filing.id(), filing.id(), false);
	}

	private void reserve(Filing filing, UUID request) {
		this.jdbc.sql("insert into reference (tenant, reference, fingerprint, request) values (?, ?, ?, ?)")
			.params(filing.document().tenant(), filing.reference(), filing.fingerprint(), request)
			.update();
	}

	private static Map<String, ?> proof(Filing filing, LocalDate deadline) {
		Map<String, Object> proof = new LinkedHashMap<>();
		proof.put("door", filing.door().label());
		proof.put("reference", filing.reference());
		proof.put("right", filing.document().right().label());
		proof.put("fingerprint", filing.fingerprint());
		proof.put("sources", filing.document().sources());
		proof.put("identifiers", kinds(filing.document().subject()));
		proof.put("receivedAt", filing.document().receivedAt().toString());
		proof.put("deadline", deadline.toString());
		proof.put("state", filing.state().label());
		return proof;
	}

	private static List<String> kinds(SubjectIdentifiers subject) {
		Map<String, Object> given = new LinkedHashMap<>();
		given.put(IdentifierKind.EMAIL.label(), subject.email());
		given.put(IdentifierKind.USER_PRINCIPAL_NAME.label(), subject.userPrincipalName());
		given.put(IdentifierKind.OBJECT_ID.label(), subject.objectId());
		given.put(IdentifierKind.PHONE.label(), subject.phone());
		given.put(IdentifierKind.IP_ADDRESS.label(), subject.ipAddresses().isEmpty() ? null : subject.ipAddresses());
		given.values().removeIf((value) -> value == null);
		return List.copyOf(given.keySet());
	}

	record Reserved(String fingerprint, UUID request) {
	}

	private record Filing(UUID id, RequestDocument document, String fingerprint, Door door, Caller caller,
			RequestState state, String language, Instant at) {

		String reference() {
			return (this.document.reference() != null) ? this.document.reference() : this.id.toString();
		}

		String roles() {
			return this.caller.roles().stream().map(Role::label).sorted().collect(Collectors.joining(","));
		}

	}

}
