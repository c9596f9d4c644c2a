package org.dsrhub.request;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.SharedQueues;
import org.dsrhub.database.SharedRows;
import org.dsrhub.database.Timestamps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which requests this node works on: it claims what is due, holds it by a lease, and lets
 * go of it, at once or until a time. What was read already is claimed apart from what has
 * to be looked up, so that no package waits for a directory.
 */
@Component
public class RequestClaims implements InitializingBean {

	private static final Logger log = LoggerFactory.getLogger(RequestClaims.class);

	private static final String READ = Stream.of(RequestState.values())
		.filter(RequestState::read)
		.map((state) -> "'" + state.label() + "'")
		.collect(Collectors.joining(", ", "(", ")"));

	/** Behind what is to be looked up, a package would not be seen. */
	private static final String AT_ONCE = "case when state in " + READ + " then registered_at else ? end";

	private final JdbcClient jdbc;

	private final Clock clock;

	private final HubProperties hub;

	private final ApplicationEventPublisher events;

	private final SharedRows unread;

	private final SharedRows read;

	RequestClaims(JdbcClient jdbc, Clock clock, HubProperties hub, ApplicationEventPublisher events,
			SharedQueues queues) {
		this.jdbc = jdbc;
		this.clock = clock;
		this.hub = hub;
		this.events = events;
		this.unread = queues.leased("request", "state not in " + READ);
		this.read = queues.leased("request", "state in " + READ);
	}

	/**
	 * What a node of this name left when it was killed is due at once.
	 */
	@Override
	public void afterPropertiesSet() {
		int left = this.jdbc
			.sql("update request set due = %s, lease = null where lease_node = ? and lease is not null"
				.formatted(AT_ONCE))
			.params(Timestamps.of(this.clock.instant()), this.hub.node())
			.update();
		if (left > 0) {
			log.info("event=taken-up requests={}", left);
		}
	}

	/**
	 * Claims requests that are due and whose subject has to be looked up, as many as this
	 * node works on at once: tenants take turns, and of each the oldest come first.
	 * @param held how many it works on already
	 */
	@Transactional
	public List<Work> claimUnread(int held) {
		return claim(this.unread, this.hub.work().requests() - held);
	}

	/**
	 * The same of requests that are to be packaged, or otherwise brought to their end.
	 */
	@Transactional
	public List<Work> claimRead(int held) {
		return claim(this.read, this.hub.work().packages() - held);
	}

	private List<Work> claim(SharedRows queue, int room) {
		Instant now = this.clock.instant();
		List<UUID> due = queue.lock(now, Math.max(0, room));
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
			.mapToInt((work) -> this.jdbc
				.sql("update request set due = %s, lease = null where id = ? and lease = ?".formatted(AT_ONCE))
				.params(now(), work.id(), work.lease())
				.update())
			.sum();
		if (back > 0) {
			this.events.publishEvent(RowsDue.REQUESTS);
		}
		return back;
	}

	/**
	 * Lets the present step rest until a time, then be tried again.
	 */
	@Transactional
	public void pause(Work work, Instant until, String attention) {
		Requests.held(work,
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
		Requests.held(work,
				this.jdbc.sql("update request set lease = null, due = ? where id = ? and lease = ?")
					.params(Timestamps.of(until), work.id(), work.lease())
					.update());
	}

	private OffsetDateTime now() {
		return Timestamps.of(this.clock.instant());
	}

}
