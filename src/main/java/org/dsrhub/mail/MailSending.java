package org.dsrhub.mail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.SharedQueues;
import org.dsrhub.database.SharedRows;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.source.Backoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who sends which mail, and how each ended. A mail is {@code planned} until the server is
 * about to be spoken to, then {@code sending}: a node that dies before lets another one
 * send it, one that dies after leaves it uncertain.
 */
@Component
public class MailSending implements InitializingBean {

	private static final Logger log = LoggerFactory.getLogger(MailSending.class);

	/** How long a mail is tried (RFC 5321, 4.5.4.1: at least four to five days). */
	private static final Duration PATIENCE = Duration.ofDays(4);

	private static final Backoff PAUSE = new Backoff(Duration.ofMinutes(30));

	private static final int CLAIM = 16;

	private static final String DIED = "the node that was sending it died";

	private final JdbcClient jdbc;

	private final EvidenceLog evidence;

	private final ObjectMapper json;

	private final HubProperties hub;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	private final SharedRows queue;

	MailSending(JdbcClient jdbc, EvidenceLog evidence, ObjectMapper json, HubProperties hub,
			ApplicationEventPublisher events, Clock clock, SharedQueues queues) {
		this.jdbc = jdbc;
		this.evidence = evidence;
		this.json = json;
		this.hub = hub;
		this.events = events;
		this.clock = clock;
		this.queue = queues.leased("mail");
	}

	/**
	 * What a node of this name left when it was killed is due at once.
	 */
	@Override
	public void afterPropertiesSet() {
		this.jdbc.sql("update mail set due = ?, lease = null where lease_node = ? and lease is not null")
			.params(now(), this.hub.node())
			.update();
	}

	/**
	 * Claims mails that are due, as many as this node has room for: tenants take turns,
	 * and of each the oldest come first. Those that a dead node was sending become
	 * uncertain instead.
	 * @param held how many it works on already
	 */
	@Transactional
	public List<MailWork> claimDue(int held) {
		Instant now = this.clock.instant();
		return this.queue.lock(now, Math.max(0, CLAIM - held))
			.stream()
			.map((id) -> claim(id, now))
			.flatMap(Optional::stream)
			.toList();
	}

	private Optional<MailWork> claim(UUID id, Instant now) {
		Row row = this.jdbc.sql("select * from mail where id = ?").param(id).query(Row::of).single();
		if (row.state() == MailState.SENDING) {
			end(row, MailState.UNCERTAIN, DIED);
			return Optional.empty();
		}
		MailWork work = new MailWork(id, UUID.randomUUID());
		this.jdbc.sql("update mail set due = ?, lease = ?, lease_node = ? where id = ?")
			.params(Timestamps.of(now.plus(this.hub.lease())), work.lease(), this.hub.node(), id)
			.update();
		return Optional.of(work);
	}

	/**
	 * Holds claimed mails for as long again.
	 */
	public void renew(Collection<MailWork> works) {
		works.forEach((work) -> this.jdbc.sql("update mail set due = ? where id = ? and lease = ?")
			.params(Timestamps.of(this.clock.instant().plus(this.hub.lease())), work.id(), work.lease())
			.update());
	}

	/**
	 * Gives back what this node claimed and has not begun to send.
	 * @return how many rows it still held
	 */
	@Transactional
	public int handBack(Collection<MailWork> works) {
		return works.stream()
			.mapToInt((work) -> this.jdbc
				.sql("update mail set due = ?, lease = null where id = ? and lease = ? and state = ?")
				.params(now(), work.id(), work.lease(), MailState.PLANNED.label())
				.update())
			.sum();
	}

	/**
	 * Begins to send a mail: from now on it is uncertain if this node dies.
	 * @return the mail, or empty if the claim no longer holds
	 */
	@Transactional
	public Optional<MailToSend> begin(MailWork work) {
		int held = this.jdbc
			.sql("update mail set state = 'sending', attempts = attempts + 1, due = ? where id = ? and lease = ?")
			.params(Timestamps.of(this.clock.instant().plus(this.hub.lease())), work.id(), work.lease())
			.update();
		return (held == 0) ? Optional.empty()
				: this.jdbc.sql("select message_id, content from mail where id = ?")
					.param(work.id())
					.query((row, number) -> new MailToSend(row.getString("message_id"), read(row.getString("content"))))
					.optional();
	}

	/**
	 * The server took it.
	 */
	@Transactional
	public void sent(MailWork work) {
		claimed(work).ifPresent((row) -> end(row, MailState.SENT, null));
	}

	/**
	 * It was not sent without a fault.
	 */
	@Transactional
	public void failed(MailWork work, SendFault fault) {
		claimed(work).ifPresent((row) -> {
			Instant now = this.clock.instant();
			boolean patient = now.isBefore(row.writtenAt().plus(PATIENCE));
			if (fault.end() == SendFault.End.UNCERTAIN) {
				end(row, MailState.UNCERTAIN, fault.reason());
			}
			else if (fault.end() == SendFault.End.RETRY && patient) {
				retry(row, fault.reason(), now);
			}
			else {
				end(row, MailState.FAILED, fault.reason());
			}
		});
	}

	private void retry(Row row, String reason, Instant now) {
		Instant again = now.plus(PAUSE.after(row.attempts(), RandomGenerator.getDefault()));
		this.jdbc.sql("update mail set state = 'planned', reason = ?, due = ?, lease = null where id = ?")
			.params(reason, Timestamps.of(again), row.id())
			.update();
		log.warn(
				"event=mail-waits mail={} request={} tenant={} mailbox={} purpose={} attempts={} until={} reason=\"{}\"",
				row.id(), row.request(), row.tenant(), row.mailbox(), row.purpose(), row.attempts(), again, reason);
	}

	/**
	 * A mail came back.
	 */
	@Transactional
	public void bounced(SentMail mail) {
		Row row = this.jdbc.sql("select * from mail where id = ?").param(mail.id()).query(Row::of).single();
		if (row.state() != MailState.BOUNCED && row.state() != MailState.FAILED) {
			end(row, MailState.BOUNCED, "it came back");
		}
	}

	private Optional<Row> claimed(MailWork work) {
		Optional<Row> row = this.jdbc.sql("select * from mail where id = ? and lease = ?")
			.params(work.id(), work.lease())
			.query(Row::of)
			.optional();
		if (row.isEmpty()) {
			log.warn("event=work-dropped mail={} reason=\"it ended meanwhile\"", work.id());
		}
		return row;
	}

	/** The request's row first, as everywhere: its evidence locks it. */
	private void end(Row row, MailState state, String reason) {
		if (row.request() != null) {
			Map<String, Object> data = new LinkedHashMap<>();
			data.put("purpose", row.purpose());
			data.put("messageId", row.messageId());
			data.put("reason", reason);
			this.evidence.append(row.request(), "mail-" + state.label(), "hub", data);
		}
		int ended = this.jdbc
			.sql("update mail set state = ?, reason = ?, content = null, due = null, lease = null,"
					+ " sent_at = coalesce(sent_at, ?) where id = ? and state = ?")
			.params(state.label(), reason, (state == MailState.SENT) ? now() : null, row.id(), row.state().label())
			.update();
		if (ended == 0) {
			throw new ConcurrencyFailureException("mail=%s ended otherwise meanwhile".formatted(row.id()));
		}
		this.events.publishEvent(new MailEvent(row.request(), row.tenant(), row.purpose(), state));
		String line = "event=mail-{} mail={} request={} tenant={} mailbox={} purpose={} attempts={}{}";
		Object[] values = { state.label(), row.id(), row.request(), row.tenant(), row.mailbox(), row.purpose(),
				row.attempts(), (reason != null) ? " reason=\"" + reason + "\"" : "" };
		if (state == MailState.SENT) {
			log.info(line, values);
		}
		else {
			log.warn(line, values);
		}
	}

	private OutgoingMail read(String content) {
		try {
			return this.json.readValue(content, OutgoingMail.class);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("the row of a mail is not the JSON that the hub wrote", ex);
		}
	}

	private OffsetDateTime now() {
		return Timestamps.of(this.clock.instant());
	}

	/**
	 * A mail that is about to be sent.
	 *
	 * @param messageId with its angle brackets
	 */
	public record MailToSend(String messageId, OutgoingMail mail) {
	}

	private record Row(UUID id, String tenant, String mailbox, String purpose, UUID request, String messageId,
			MailState state, int attempts, Instant writtenAt) {

		static Row of(ResultSet row, int number) throws SQLException {
			return new Row(row.getObject("id", UUID.class), row.getString("tenant"), row.getString("mailbox"),
					row.getString("purpose"), row.getObject("request", UUID.class), row.getString("message_id"),
					MailState.of(row.getString("state")), row.getInt("attempts"), Timestamps.read(row, "written_at"));
		}

	}

}
