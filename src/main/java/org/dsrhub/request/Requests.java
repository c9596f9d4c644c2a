package org.dsrhub.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.security.Role;
import org.dsrhub.source.Right;
import org.dsrhub.subject.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
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

	private final JdbcClient jdbc;

	private final EvidenceLog evidence;

	private final ObjectMapper json;

	private final Clock clock;

	private final HubProperties hub;

	public Requests(JdbcClient jdbc, EvidenceLog evidence, ObjectMapper json, Clock clock, HubProperties hub) {
		this.jdbc = jdbc;
		this.evidence = evidence;
		this.json = json;
		this.clock = clock;
		this.hub = hub;
	}

	/**
	 * What a node of this name left when it was killed is due at once.
	 */
	@Override
	public void afterPropertiesSet() {
		int left = this.jdbc.sql("update request set due = ?, lease = null, lease_node = null where lease_node = ?")
			.params(Timestamps.of(this.clock.instant()), this.hub.node())
			.update();
		if (left > 0) {
			log.info("event=taken-up requests={}", left);
		}
	}

	/**
	 * Claims the requests that are due, oldest first, as many as this node works on at
	 * once.
	 */
	@Transactional
	public List<Work> claimDue() {
		Instant now = this.clock.instant();
		List<UUID> due = this.jdbc
			.sql("select id from request where due <= ? order by due limit ? for update skip locked")
			.params(Timestamps.of(now), this.hub.work().requests())
			.query(UUID.class)
			.list();
		return due.stream().map((id) -> {
			Work work = new Work(id, UUID.randomUUID());
			this.jdbc.sql("update request set due = ?, lease = ?, lease_node = ?, attempts = attempts + 1 where id = ?")
				.params(Timestamps.of(now.plus(this.hub.lease())), work.lease(), this.hub.node(), id)
				.update();
			return work;
		}).toList();
	}

	public Optional<RequestRow> find(UUID id) {
		return this.jdbc.sql("select * from request where id = ?").param(id).query(this::row).optional();
	}

	/**
	 * The request of a row that refers to it.
	 */
	public RequestRow get(UUID id) {
		return find(id).orElseThrow();
	}

	/**
	 * The request, locked until the transaction ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public RequestRow lock(UUID id) {
		return this.jdbc.sql("select * from request where id = ? for update").param(id).query(this::row).single();
	}

	/**
	 * Ends the present step: the request gets another state, and is due at once if the
	 * hub itself moves it on from there.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void advance(Work work, RequestState state, boolean due) {
		held(work, this.jdbc
			.sql("update request set state = ?, attention = null, failures = 0, lease = null, lease_node = null, due = ?, "
					+ "changed = changed + 1, notice_due = ?, packaged_at = coalesce(packaged_at, ?) where id = ? and lease = ?")
			.params(state.label(), due ? now() : null, now(), (state == RequestState.PACKAGING) ? now() : null,
					work.id(), work.lease())
			.update());
	}

	/**
	 * Writes down who the subject is.
	 */
	@Transactional
	public void identified(Work work, Identity identity, Map<String, ?> data) {
		held(work,
				this.jdbc.sql("update request set subject = ? where id = ? and lease = ?")
					.params(write(identity), work.id(), work.lease())
					.update());
		this.evidence.append(work.id(), "identified", "hub", data);
	}

	/**
	 * Lets the present step rest until a time, then be tried again.
	 */
	@Transactional
	public void pause(Work work, Instant until, String attention) {
		held(work, this.jdbc
			.sql("update request set failures = failures + 1, lease = null, lease_node = null, due = ?, attention = ?, "
					+ "changed = changed + 1, notice_due = ? where id = ? and lease = ?")
			.params(Timestamps.of(until), attention, now(), work.id(), work.lease())
			.update());
	}

	/**
	 * Puts the request before a person: nothing goes on until they act.
	 * @param attention what they must do; no identifier of the subject
	 */
	@Transactional
	public void attention(Work work, String attention) {
		advance(work, RequestState.ATTENTION, false);
		this.jdbc.sql("update request set attention = ? where id = ?").params(attention, work.id()).update();
		this.evidence.append(work.id(), "attention", "hub", Map.of("reason", attention));
	}

	/**
	 * Moves a request on that no node works on, because its tasks or a person ended what
	 * it waited for. The caller holds the row's lock.
	 */
	@Transactional
	public void release(UUID id, RequestState state, boolean due) {
		boolean packaging = state == RequestState.PACKAGING;
		this.jdbc
			.sql("update request set state = ?, due = ?, failures = 0, changed = changed + 1, notice_due = ?, "
					+ "packaged_at = coalesce(packaged_at, ?) where id = ?")
			.params(state.label(), due ? now() : null, now(), packaging ? now() : null, id)
			.update();
	}

	/**
	 * Closes a request for good: from now on the same asked again is a new request.
	 */
	@Transactional
	public void close(UUID id, RequestState state, String actor, Map<String, ?> data) {
		this.jdbc
			.sql("update request set state = ?, due = null, lease = null, lease_node = null, attention = null, "
					+ "closed_at = ?, changed = changed + 1, notice_due = ? where id = ?")
			.params(state.label(), now(), now(), id)
			.update();
		this.jdbc.sql("delete from open_request where request = ?").param(id).update();
		this.evidence.append(id, "closed", actor, data);
		log.info("event=closed request={} tenant={} state={}", id, get(id).tenant(), state.label());
	}

	/**
	 * Holds claimed requests for as long again.
	 */
	@Transactional
	public void renew(Collection<Work> works) {
		var until = Timestamps.of(this.clock.instant().plus(this.hub.lease()));
		works.forEach((work) -> this.jdbc.sql("update request set due = ? where id = ? and lease = ?")
			.params(until, work.id(), work.lease())
			.update());
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

	private static void held(Work work, int rows) {
		if (rows == 0) {
			throw new LeaseLost("request=" + work.id());
		}
	}

	private java.time.OffsetDateTime now() {
		return Timestamps.of(this.clock.instant());
	}

	private RequestRow row(ResultSet row, int number) throws SQLException {
		String roles = row.getString("roles");
		Set<Role> held = EnumSet.noneOf(Role.class);
		Arrays.stream(roles.split(",")).filter((label) -> !label.isBlank()).map(Role::of).forEach(held::add);
		String subject = row.getString("subject");
		return new RequestRow(row.getObject("id", UUID.class), row.getString("tenant"), row.getString("reference"),
				Right.of(row.getString("asked")), RequestState.of(row.getString("state")),
				read(row.getString("document"), RequestDocument.class),
				(subject != null) ? read(subject, Identity.class) : null, held, Timestamps.read(row, "received_at"),
				row.getObject("deadline", LocalDate.class), Timestamps.read(row, "packaged_at"),
				row.getString("decision"), leftOut(row.getString("left_out")), row.getInt("failures"));
	}

	private Set<String> leftOut(String ids) {
		return (ids != null) ? Set.of(read(ids, String[].class)) : Set.of();
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
