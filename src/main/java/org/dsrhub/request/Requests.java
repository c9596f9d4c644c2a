package org.dsrhub.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.SharedQueues;
import org.dsrhub.database.SharedRows;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.security.Role;
import org.dsrhub.source.Right;
import org.dsrhub.subject.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of requests: what is due, who works on it, and each step's end in one
 * transaction with its evidence.
 */
@Component
public class Requests implements InitializingBean {

	private static final Logger log = LoggerFactory.getLogger(Requests.class);

	private static final Duration SOON = Duration.ofSeconds(2);

	private final JdbcClient jdbc;

	private final EvidenceLog evidence;

	private final ObjectMapper json;

	private final Clock clock;

	private final HubProperties hub;

	private final ApplicationEventPublisher events;

	private final SharedRows queue;

	public Requests(JdbcClient jdbc, EvidenceLog evidence, ObjectMapper json, Clock clock, HubProperties hub,
			ApplicationEventPublisher events, SharedQueues queues) {
		this.jdbc = jdbc;
		this.evidence = evidence;
		this.json = json;
		this.clock = clock;
		this.hub = hub;
		this.events = events;
		this.queue = queues.leased("request");
	}

	/**
	 * What a node of this name left when it was killed is due at once.
	 */
	@Override
	public void afterPropertiesSet() {
		int left = this.jdbc.sql("update request set due = ?, lease = null where lease_node = ? and lease is not null")
			.params(Timestamps.of(this.clock.instant()), this.hub.node())
			.update();
		if (left > 0) {
			log.info("event=taken-up requests={}", left);
		}
	}

	/**
	 * Claims requests that are due, as many as this node works on at once: tenants take
	 * turns, and of each the oldest come first.
	 * @param held how many it works on already
	 */
	@Transactional
	public List<Work> claimDue(int held) {
		Instant now = this.clock.instant();
		int room = Math.max(0, this.hub.work().requests() - held);
		List<UUID> due = this.queue.lock(now, room);
		UUID lease = UUID.randomUUID();
		if (!due.isEmpty()) {
			this.jdbc
				.sql("update request set due = :until, lease = :lease, lease_node = :node, attempts = attempts + 1, "
						+ "state = case when state = 'received' then 'identifying' else state end where id in (:due)")
				.param("until", Timestamps.of(now.plus(this.hub.lease())))
				.param("lease", lease)
				.param("node", this.hub.node())
				.param("due", due)
				.update();
		}
		return due.stream().map((id) -> new Work(id, lease)).toList();
	}

	public Optional<RequestRow> find(UUID id) {
		return this.jdbc.sql("select * from request where id = ?").param(id).query(this::row).optional();
	}

	/**
	 * The request that this node claimed.
	 * @throws LeaseLost if the claim no longer holds
	 */
	public RequestRow claimed(Work work) {
		return this.jdbc.sql("select * from request where id = ? and lease = ?")
			.params(work.id(), work.lease())
			.query(this::row)
			.optional()
			.orElseThrow(() -> new LeaseLost("request=" + work.id()));
	}

	/**
	 * The request of a row that refers to it.
	 */
	public RequestRow get(UUID id) {
		return find(id).orElseThrow();
	}

	/**
	 * Whether its identifiers were replaced by keyed digests: nothing can be done for it
	 * any more.
	 */
	public boolean nameless(UUID id) {
		return this.jdbc.sql("select count(*) from request where id = ? and identifiers_removed_at is not null")
			.param(id)
			.query(Integer.class)
			.single() > 0;
	}

	/**
	 * Whether somebody doubts who asks, for which its clock is stopped.
	 */
	public boolean inDoubt(UUID id) {
		return this.jdbc.sql("select paused_at is not null from request where id = ?")
			.param(id)
			.query(Boolean.class)
			.single();
	}

	/**
	 * The request, locked until the transaction ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public LockedRequest lock(UUID id) {
		return head(id, " for update");
	}

	/**
	 * Ends the present step: the request gets another state, and is due at once if the
	 * hub itself moves it on from there.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void advance(Work work, RequestState state, boolean due) {
		held(work, this.jdbc
			.sql("update request set state = ?, attention = null, failures = 0, lease = null, due = " + due(due)
					+ ", changed = changed + 1, notice_due = coalesce(notice_due, ?), "
					+ "packaged_at = coalesce(packaged_at, ?) where id = ? and lease = ?")
			.params(state.label(), soon(), (state == RequestState.PACKAGING) ? now() : null, work.id(), work.lease())
			.update());
		tell(due);
	}

	/**
	 * Writes down who the subject is, in the transaction that plans the request's tasks.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void identified(Work work, Identity identity) {
		held(work,
				this.jdbc.sql("update request set subject = ? where id = ? and lease = ?")
					.params(write(identity), work.id(), work.lease())
					.update());
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("notSearched", identity.notSearched());
		data.put("reason", identity.failure());
		this.evidence.append(work.id(), "identified", "hub", data);
	}

	/**
	 * Lets the present step rest until a time, then be tried again.
	 */
	@Transactional
	public void pause(Work work, Instant until, String attention) {
		held(work,
				this.jdbc
					.sql("update request set failures = failures + 1, lease = null, due = ?, attention = ?, "
							+ "changed = changed + 1, notice_due = ? where id = ? and lease = ?")
					.params(Timestamps.of(until), attention, now(), work.id(), work.lease())
					.update());
	}

	/**
	 * Lets the present step rest that met no fault of its own, which counts as no try.
	 */
	@Transactional
	public void rest(Work work, Instant until) {
		held(work,
				this.jdbc.sql("update request set lease = null, due = ? where id = ? and lease = ?")
					.params(Timestamps.of(until), work.id(), work.lease())
					.update());
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
		lock(id);
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
			.params(state.label(), due ? soon() : now(), packaging ? now() : null, id)
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
	 * Lets the filer be told before long how far the request has come, and locks it until
	 * the transaction ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public LockedRequest progressed(UUID id) {
		this.jdbc.sql("update request set changed = changed + 1, notice_due = coalesce(notice_due, ?) where id = ?")
			.params(soon(), id)
			.update();
		// Which has locked it: H2 parses a select for update each time anew.
		return head(id, "");
	}

	private LockedRequest head(UUID id, String lock) {
		return this.jdbc.sql("select tenant, asked, state from request where id = ?" + lock)
			.param(id)
			.query((row, number) -> new LockedRequest(id, row.getString("tenant"), Right.of(row.getString("asked")),
					RequestState.of(row.getString("state"))))
			.single();
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
		RequestRow closed = get(id);
		this.events.publishEvent(new RequestEvent.Closed(id, closed.tenant(), closed.right(), state, closed.deadline(),
				this.clock.instant()));
		log.info("event=closed request={} tenant={} state={}", id, closed.tenant(), state.label());
	}

	/**
	 * Holds claimed requests for as long again.
	 */
	public void renew(Collection<Work> works) {
		var until = Timestamps.of(this.clock.instant().plus(this.hub.lease()));
		works.forEach((work) -> this.jdbc.sql("update request set due = ? where id = ? and lease = ?")
			.params(until, work.id(), work.lease())
			.update());
	}

	/**
	 * Gives back what this node claimed and does not finish: others may take it at once.
	 * @return how many rows it still held
	 */
	@Transactional
	public int handBack(Collection<Work> works) {
		int back = works.stream()
			.mapToInt((work) -> this.jdbc.sql("update request set due = ?, lease = null where id = ? and lease = ?")
				.params(now(), work.id(), work.lease())
				.update())
			.sum();
		tell(back > 0);
		return back;
	}

	/**
	 * Fails unless this node still holds the row; keeps it locked until the transaction
	 * ends.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void hold(Work work) {
		held(work,
				this.jdbc.sql("select id from request where id = ? and lease = ? for update")
					.params(work.id(), work.lease())
					.query(UUID.class)
					.list()
					.size());
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

	private static void held(Work work, int rows) {
		if (rows == 0) {
			throw new LeaseLost("request=" + work.id());
		}
	}

	private OffsetDateTime now() {
		return Timestamps.of(this.clock.instant());
	}

	// What is only on its way is told with what follows in the next moments: most
	// requests need two notices, the receipt and the result.
	private OffsetDateTime soon() {
		return Timestamps.of(this.clock.instant().plus(SOON));
	}

	private RequestRow row(ResultSet row, int number) throws SQLException {
		String roles = row.getString("roles");
		Set<Role> held = EnumSet.noneOf(Role.class);
		Arrays.stream(roles.split(",")).filter((label) -> !label.isBlank()).map(Role::of).forEach(held::add);
		String subject = row.getString("subject");
		List<LeftOut> leftOut = LeftOut.of(row.getString("left_out"));
		return new RequestRow(row.getObject("id", UUID.class), row.getString("tenant"), row.getString("reference"),
				Right.of(row.getString("asked")), RequestState.of(row.getString("state")),
				read(row.getString("document"), RequestDocument.class),
				(subject != null) ? read(subject, Identity.class) : null, held, Timestamps.read(row, "received_at"),
				row.getObject("deadline", LocalDate.class), Timestamps.read(row, "packaged_at"),
				row.getString("decision"), LeftOut.records(leftOut), LeftOut.fields(leftOut), row.getInt("failures"),
				row.getObject("revision", Integer.class), row.getString("cancelled_by") != null);
	}

	private String write(Object value) {
		try {
			return this.json.writeValueAsString(value);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException(value.getClass().getSimpleName() + " cannot be written", ex);
		}
	}

	private <T> T read(String text, Class<T> type) {
		try {
			return this.json.readValue(text, type);
		}
		catch (JsonProcessingException ex) {
			// The message of Jackson would quote the row.
			throw new IllegalStateException(type.getSimpleName() + " in the ledger cannot be read");
		}
	}

}
