package org.dsrhub.request;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.dsrhub.evidence.Digest;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.subject.Subject;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A person's word on a request that waits for it: it goes on, or it is declined (GDPR
 * art. 12(4) and 12(5)).
 */
@Component
public class Decisions {

	/**
	 * What a decision can be.
	 */
	public static final String APPROVE = "approve";

	public static final String DECLINE = "decline";

	private final JdbcClient jdbc;

	private final Requests requests;

	private final RequestMoves moves;

	private final Tenants tenants;

	private final EvidenceLog evidence;

	private final Digest digest;

	Decisions(JdbcClient jdbc, Requests requests, RequestMoves moves, Tenants tenants, EvidenceLog evidence,
			Digest digest) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.moves = moves;
		this.tenants = tenants;
		this.evidence = evidence;
		this.digest = digest;
	}

	/**
	 * Decides a request. What was found in it waits in staging until it is packaged, or
	 * goes when it is declined.
	 * @throws WrongState if the request does not wait for a decision
	 * @throws InvalidRequest if the decision does not say what it must for this right
	 * @throws NotAllowed if the tenant wants four eyes, and these two are the filer's
	 */
	@Transactional
	public void decide(UUID id, Decision decision, String actor) {
		LockedRequest locked = this.requests.lock(id);
		if (locked.state() != RequestState.AWAITING_DECISION) {
			throw new WrongState("the request is %s; only one that is awaiting-decision can be decided"
				.formatted(locked.state().label()));
		}
		RequestRow request = this.requests.get(id);
		Tenant tenant = this.tenants.get(request.tenant());
		if (decision.approves() && this.requests.inDoubt(id)) {
			throw new WrongState(
					"the clock is stopped because it is in doubt who asks; let it go on before you approve");
		}
		DecisionRules.check(decision, Asked.of(request.document()), subject(request, tenant));
		boolean fourEyes = tenant.decision(request.right()) == Tenant.Decision.FOUR_EYES;
		if (fourEyes && decision.approves() && filedBy(id, actor)) {
			throw new NotAllowed(
					"four eyes decide on %s in this tenant: you filed this request, so somebody else has to approve it; you may decline it"
						.formatted(request.right().label()));
		}
		this.jdbc.sql("update request set decision = ?, decided_by = ?, decision_reason = ?, left_out = ? where id = ?")
			.params(decision.decision(), actor, decision.reason(), LeftOut.json(decision.leaveOut()), id)
			.update();
		this.evidence.append(id, "decided", actor, proof(decision, fourEyes));
		this.moves.release(id, RequestState.FULFILLING, true);
	}

	/**
	 * Why a request was declined, or something was left out of it: the label of a
	 * {@link DeclineReason}, or a person's own words.
	 */
	public Optional<String> reason(UUID id) {
		return this.jdbc.sql("select decision_reason from request where id = ? and decision_reason is not null")
			.param(id)
			.query(String.class)
			.optional();
	}

	/**
	 * Asked within the transaction that holds the request's row, which each filing of a
	 * duplicate writes to, too: who files meanwhile is seen, or comes after the decision.
	 */
	private boolean filedBy(UUID id, String actor) {
		return this.jdbc
			.sql("select filed_by from request where id = :id union select filed_by from duplicate where request = :id")
			.param("id", id)
			.query(String.class)
			.list()
			.contains(actor);
	}

	/**
	 * The subject as far as is known.
	 */
	static Subject subject(RequestRow request, Tenant tenant) {
		return (request.identity() != null) ? request.identity().subject()
				: GivenSubject.of(request.document(), tenant.region());
	}

	/**
	 * What was decided, without a word that could name somebody.
	 */
	private Map<String, Object> proof(Decision decision, boolean fourEyes) {
		Map<String, Object> proof = new LinkedHashMap<>();
		proof.put("decision", decision.decision());
		proof.put("fourEyes", fourEyes);
		if (decision.reason() != null) {
			proof.put("reason", DeclineReason.find(decision.reason()).map(DeclineReason::label).orElse("in-words"));
		}
		if (decision.subjectTold() != null) {
			proof.put("subjectTold", decision.subjectTold());
		}
		long records = decision.leaveOut().stream().filter(LeftOut::whole).count();
		proof.put("leftOut", records);
		proof.put("leftOutFields", decision.leaveOut().size() - records);
		proof.put("leftOutOf",
				decision.leaveOut().stream().map(LeftOut::record).distinct().map(this.digest::of).sorted().toList());
		return proof;
	}

}
