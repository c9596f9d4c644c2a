package org.dsrhub.task;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.Asked;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.RequestMoves;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.Work;
import org.dsrhub.source.Right;
import org.dsrhub.tenant.Tenants;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What becomes of a request whose tasks have ended: a query on their rows, no state in
 * memory.
 */
@Component
public class Join {

	private final JdbcClient jdbc;

	private final Requests requests;

	private final RequestMoves moves;

	private final EvidenceLog evidence;

	private final Tenants tenants;

	Join(JdbcClient jdbc, Requests requests, RequestMoves moves, EvidenceLog evidence, Tenants tenants) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.moves = moves;
		this.evidence = evidence;
		this.tenants = tenants;
	}

	/**
	 * The request's row is locked by the evidence of the task's end, so of several tasks
	 * that end at once exactly one sees that it was the last.
	 */
	void join(LockedRequest request) {
		if (request.state() == RequestState.FULFILLING) {
			this.moves.release(request.id(), RequestState.FULFILLING, true);
		}
		// A retry lets a source be read once more while others are collected; when all is
		// decided it has nothing to say any more.
		if (request.state() != RequestState.DISCOVERING) {
			return;
		}
		long open = this.jdbc
			.sql("select count(*) from task where request = ? and outcome is null "
					+ "and phase in ('collect', 'verify')")
			.param(request.id())
			.query(Long.class)
			.single();
		if (open > 0) {
			return;
		}
		// What was restricted is given back only after the subject was told (GDPR art.
		// 18(3)), which a person says.
		boolean lift = request.right() == Right.RESTRICT && Asked.of(this.requests.get(request.id()).document()).lift();
		// Nothing leaves while somebody doubts who asks.
		if (lift || this.requests.inDoubt(request.id())
				|| this.tenants.get(request.tenant()).decision(request.right()).byPerson()) {
			this.moves.release(request.id(), RequestState.AWAITING_DECISION, false);
			this.evidence.append(request.id(), "awaiting-decision", "hub", Map.of());
		}
		else if (request.right().readOnly() && manual(request.id())) {
			this.moves.release(request.id(), RequestState.FULFILLING, false);
		}
		else if (request.right() == Right.DISCOVER) {
			close(request.id(), closedState(request.id()));
		}
		else {
			this.moves.release(request.id(),
					request.right().packaged() ? RequestState.PACKAGING : RequestState.FULFILLING, true);
		}
	}

	/**
	 * Whether a person has still to look somewhere.
	 */
	private boolean manual(UUID request) {
		return !this.jdbc.sql("select id from task where request = ? and outcome is null and phase = 'manual' limit 1")
			.param(request)
			.query(UUID.class)
			.list()
			.isEmpty();
	}

	/**
	 * Closes a request that this node has claimed.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void close(Work work, RequestRow request, RequestState state) {
		this.requests.hold(work);
		close(request.id(), state);
	}

	/**
	 * {@code completed} only if every task ended well.
	 */
	public RequestState closedState(UUID request) {
		RequestRow row = this.requests.get(request);
		List<String> outcomes = this.jdbc.sql("select outcome from task where request = ?")
			.param(request)
			.query(String.class)
			.list();
		// Where nothing was asked nothing is known.
		boolean well = !outcomes.isEmpty()
				&& outcomes.stream().allMatch((outcome) -> outcome != null && Outcome.of(outcome).well());
		boolean identified = row.identity() == null || row.identity().failure() == null;
		return (well && identified) ? RequestState.COMPLETED : RequestState.COMPLETED_WITH_EXCEPTIONS;
	}

	private void close(UUID request, RequestState state) {
		this.moves.close(request, state, "hub", Map.of("state", state.label()));
	}

}
