package org.dsrhub.request;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.dsrhub.evidence.EvidenceLog;
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

	private final EvidenceLog evidence;

	Decisions(JdbcClient jdbc, Requests requests, EvidenceLog evidence) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.evidence = evidence;
	}

	/**
	 * Decides a request. What was found in it waits in staging until it is packaged, or
	 * goes when it is declined.
	 * @throws WrongState if the request does not wait for a decision
	 */
	@Transactional
	public void decide(UUID id, Decision decision, String actor) {
		LockedRequest request = this.requests.lock(id);
		if (request.state() != RequestState.AWAITING_DECISION) {
			throw new WrongState("the request is %s; only one that is awaiting-decision can be decided"
				.formatted(request.state().label()));
		}
		this.jdbc.sql("update request set decision = ?, decided_by = ?, decision_reason = ?, left_out = ? where id = ?")
			.params(decision.decision(), actor, decision.reason(), leftOut(decision), id)
			.update();
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("decision", decision.decision());
		data.put("leftOut", decision.leaveOut().size());
		this.evidence.append(id, "decided", actor, data);
		this.requests.release(id, RequestState.FULFILLING, true);
	}

	private static String leftOut(Decision decision) {
		try {
			return decision.leaveOut().isEmpty() ? null
					: new ObjectMapper().writeValueAsString(new TreeSet<>(decision.leaveOut()));
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("the records to leave out cannot be written", ex);
		}
	}

}
