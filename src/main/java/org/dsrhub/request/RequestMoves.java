package org.dsrhub.request;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.subject.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Moves requests on: each step's end in one transaction with its evidence.
 */
@Component
public class RequestMoves {

	private static final Logger log = LoggerFactory.getLogger(RequestMoves.class);

	private final JdbcClient jdbc;

	private final Requests requests;

	private final EvidenceLog evidence;

	private final ObjectMapper json;

	private final Clock clock;

	private final ApplicationEventPublisher events;

	RequestMoves(JdbcClient jdbc, Requests requests, EvidenceLog evidence, ObjectMapper json, Clock clock,
			ApplicationEventPublisher events) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.evidence = evidence;
		this.json = json;
		this.clock = clock;
		this.events = events;
	}

	/**
	 * Ends the present step: the request gets another state, and is due at once if the
	 * hub itself moves it on from there.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void advance(Work work, RequestState state, boolean due) {
		Requests.held(work,
				this.jdbc
					.sql("update request set state = ?, attention = null, failures = 0, lease = null, due = " + due(due)
							+ ", changed = changed + 1, notice_due = coalesce(notice_due, ?), "
							+ "packaged_at = coalesce(packaged_at, ?) where id = ? and lease = ?")
					.params(state.label(), Requests.soon(this.clock), (state == RequestState.PACKAGING) ? now() : null,
							work.id(), work.lease())
					.update());
		tell(due);
	}

	/**
	 * Writes down who the subject is, in the transaction that plans the request's tasks.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void identified(Work work, Identity identity) {
		Requests.held(work,
				this.jdbc.sql("update request set subject = ? where id = ? and lease = ?")
					.params(write(identity), work.id(), work.lease())
					.update());
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("notSearched", identity.notSearched());
		data.put("reason", identity.failure());
		this.evidence.append(work.id(), "identified", "hub", data);
	}

	/**
	 * Puts the request before a person: nothing goes on until they act.
	 * @param attention what they must do; no identifier of the subject
	 */
	@Transactional
	public void attention(Work work, String attention) {
		advance(work, RequestState.ATTENTION, false);
		this.jdbc.sql("update request set attention = ?, notice_due = ? where id = ?")
			.params(attention, now(), work.id())
			.update();
		this.evidence.append(work.id(), "attention", "hub", Map.of("reason", attention));
	}

	/**
	 * Puts a request before a person that no node works on, because a task of it met what
	 * the hub must not decide.
	 * @param attention what they must do; no identifier of the subject
	 */
	@Transactional
	public void attention(UUID id, String attention) {
		this.requests.lock(id);
		release(id, RequestState.ATTENTION, false);
		this.jdbc.sql("update request set attention = ?, lease = null where id = ?").params(attention, id).update();
		this.evidence.append(id, "attention", "hub", Map.of("reason", attention));
	}

	/**
	 * Lets a request go on that waited for a person, because a task of it no longer does.
	 * The caller holds the row's lock.
	 */
	@Transactional
	public void attended(UUID id) {
		release(id, RequestState.DISCOVERING, false);
		this.jdbc.sql("update request set attention = null where id = ?").param(id).update();
		this.evidence.append(id, "attended", "hub", Map.of());
	}

	/**
	 * Moves a request on that no node works on, because its tasks or a person ended what
	 * it waited for. The caller holds the row's lock.
	 */
	@Transactional
	public void release(UUID id, RequestState state, boolean due) {
		boolean packaging = state == RequestState.PACKAGING;
		this.jdbc
			.sql("update request set state = ?, due = " + due(due) + ", failures = 0, changed = changed + 1, "
					+ "notice_due = coalesce(notice_due, ?), packaged_at = coalesce(packaged_at, ?) where id = ?")
			.params(state.label(), due ? Requests.soon(this.clock) : now(), packaging ? now() : null, id)
			.update();
		tell(due);
	}

	/**
	 * Lets a request begin, because the person is known now to have made it. The caller
	 * holds the row's lock.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void verified(UUID id, String actor, Map<String, ?> data) {
		release(id, RequestState.RECEIVED, true);
		this.evidence.append(id, "verified", actor, data);
	}

	/**
	 * Lets a request that was cancelled end what it had begun.
	 */
	@Transactional
	public void cancelled(UUID id, String actor) {
		this.jdbc
			.sql("update request set state = 'fulfilling', cancelled_by = ?, attention = ?, due = registered_at, "
					+ "lease = null, changed = changed + 1, notice_due = ? where id = ?")
			.params(actor,
					"The request was cancelled. What a service was told to change already is brought to its end.",
					now(), id)
			.update();
		tell(true);
	}

	/**
	 * Opens a closed request again, to do what failed.
	 * @throws WrongState if the same was asked again meanwhile and is open
	 */
	@Transactional
	public void reopen(UUID id, RequestState state, boolean due) {
		Integer others = this.jdbc
			.sql("""
					select count(*) from open_request join request on request.tenant = open_request.tenant
					and request.fingerprint = open_request.fingerprint where request.id = ? and open_request.request <> ?""")
			.params(id, id)
			.query(Integer.class)
			.single();
		if (others > 0) {
			throw new WrongState("the same was asked again meanwhile and is open; that request stands for this one");
		}
		this.jdbc.sql("""
				insert into open_request (tenant, fingerprint, request) select tenant, fingerprint, id from request
				where id = ? and not exists (select 1 from open_request where request = ?)""").params(id, id).update();
		this.jdbc
			.sql("update request set state = ?, closed_at = null, packaged_at = null, cancelled_by = null, "
					+ "attention = null, failures = 0, " + "due = " + due(due)
					+ ", lease = null, changed = changed + 1, notice_due = ? where id = ?")
			.params(state.label(), now(), id)
			.update();
		tell(due);
	}

	/**
	 * Closes a request for good: from now on the same asked again is a new request.
	 */
	@Transactional
	public void close(UUID id, RequestState state, String actor, Map<String, ?> data) {
		this.jdbc
			.sql("update request set state = ?, due = null, lease = null, attention = null, "
					+ "closed_at = ?, changed = changed + 1, notice_due = ? where id = ?")
			.params(state.label(), now(), now(), id)
			.update();
		this.jdbc.sql("delete from open_request where request = ?").param(id).update();
		this.evidence.append(id, "closed", actor, data);
		RequestRow closed = this.requests.get(id);
		this.events.publishEvent(new RequestEvent.Closed(id, closed.tenant(), closed.right(), state, closed.deadline(),
				this.clock.instant()));
		log.info("event=closed request={} tenant={} state={}", id, closed.tenant(), state.label());
	}

	/**
	 * What was begun goes before what came later, so that requests are finished in turn
	 * and staging stays small.
	 */
	private static String due(boolean due) {
		return due ? "registered_at" : "null";
	}

	private void tell(boolean due) {
		if (due) {
			this.events.publishEvent(RowsDue.REQUESTS);
		}
	}

	private String write(Object value) {
		try {
			return this.json.writeValueAsString(value);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException(value.getClass().getSimpleName() + " cannot be written", ex);
		}
	}

	private OffsetDateTime now() {
		return Timestamps.of(this.clock.instant());
	}

}
