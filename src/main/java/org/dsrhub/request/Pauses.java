package org.dsrhub.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A person's word that the clock of a request stands still because it is in doubt who
 * asks, and that it goes on (GDPR art. 12(6); EDPB guidelines 01/2022, paragraph 159). A
 * pause lengthens the deadline by whole days; what is begun of a day is the controller's.
 */
@Component
public class Pauses {

	private static final Logger log = LoggerFactory.getLogger(Pauses.class);

	/** From then on the hub acts on who it is. */
	private static final Set<RequestState> CERTAIN = Set.of(RequestState.FULFILLING, RequestState.PACKAGING);

	private final JdbcClient jdbc;

	private final Requests requests;

	private final Tenants tenants;

	private final EvidenceLog evidence;

	private final Clock clock;

	Pauses(JdbcClient jdbc, Requests requests, Tenants tenants, EvidenceLog evidence, Clock clock) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.tenants = tenants;
		this.evidence = evidence;
		this.clock = clock;
	}

	/**
	 * Stops the clock.
	 * @throws WrongState if it stands still already, or may not any more
	 */
	@Transactional
	public void begin(UUID id, String actor) {
		RequestState state = this.requests.lock(id).state();
		RequestClock now = clock(id);
		if (state.closed() || CERTAIN.contains(state)) {
			throw new WrongState("the request is %s; its clock can be stopped only while it is in doubt who asks"
				.formatted(state.label()));
		}
		if (now.pausedSince() != null) {
			throw new WrongState("the clock has been stopped since " + now.pausedSince());
		}
		Tenant tenant = tenant(id);
		if (LocalDate.ofInstant(this.clock.instant(), tenant.timezone()).isAfter(now.deadline())) {
			throw new WrongState("the deadline was %s; what has passed cannot be stopped".formatted(now.deadline()));
		}
		this.jdbc.sql("update request set paused_at = ? where id = ?")
			.params(Timestamps.of(this.clock.instant()), id)
			.update();
		this.evidence.append(id, "clock-stopped", actor, Map.of("reason", "identity-in-doubt"));
		log.info("event=clock-stopped request={} tenant={}", id, tenant.tenant());
	}

	/**
	 * Lets the clock go on. Where the request was closed meanwhile its deadline stays as
	 * it was.
	 * @throws WrongState if it does not stand still
	 */
	@Transactional
	public void end(UUID id, String actor) {
		RequestState state = this.requests.lock(id).state();
		RequestClock before = clock(id);
		if (before.pausedSince() == null) {
			throw new WrongState("the clock of the request was not stopped");
		}
		Tenant tenant = tenant(id);
		int days = state.closed() ? 0 : days(before.pausedSince(), tenant);
		LocalDate deadline = state.closed() ? before.deadline() : RequestClock.deadline(before.receivedAt(),
				before.firstDeadline() != null, before.pausedDays() + days, tenant);
		this.jdbc.sql("update request set paused_at = null, paused_days = paused_days + ?, deadline = ? where id = ?")
			.params(days, deadline, id)
			.update();
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("days", days);
		data.put("from", before.deadline().toString());
		data.put("to", deadline.toString());
		this.evidence.append(id, "clock-resumed", actor, data);
		this.requests.progressed(id);
		log.info("event=clock-resumed request={} tenant={} days={} deadline={}", id, tenant.tenant(), days, deadline);
	}

	/**
	 * How the clock of a request stands.
	 */
	@Transactional(readOnly = true)
	public RequestClock clock(UUID id) {
		Tenant tenant = tenant(id);
		return this.jdbc
			.sql("select received_at, deadline, first_deadline, paused_at, paused_days from request where id = ?")
			.param(id)
			.query((row, number) -> RequestClock.read(row, tenant))
			.single();
	}

	/**
	 * Of the zone's days, which are not all of 24 hours.
	 */
	private int days(Instant since, Tenant tenant) {
		return (int) ChronoUnit.DAYS.between(since.atZone(tenant.timezone()),
				this.clock.instant().atZone(tenant.timezone()));
	}

	private Tenant tenant(UUID id) {
		return this.tenants.get(this.requests.get(id).tenant());
	}

	/**
	 * A request's dates.
	 *
	 * @param deadline the last day for the answer, in the tenant's zone
	 * @param firstDeadline the last day before it was extended; null if it was not
	 * @param deadlineWithoutPause the last day if the clock had never been stopped
	 * @param pausedSince since when the clock stands still, UTC; null while it goes
	 * @param pausedDays for how many whole days it stood still before
	 */
	@JsonPropertyOrder({ "receivedAt", "deadline", "firstDeadline", "deadlineWithoutPause", "pausedSince",
			"pausedDays" })
	public record RequestClock(Instant receivedAt, LocalDate deadline, LocalDate firstDeadline,
			LocalDate deadlineWithoutPause, Instant pausedSince, int pausedDays) {

		static RequestClock read(ResultSet row, Tenant tenant) throws SQLException {
			Instant received = Timestamps.read(row, "received_at");
			LocalDate first = row.getObject("first_deadline", LocalDate.class);
			return new RequestClock(received, row.getObject("deadline", LocalDate.class), first,
					deadline(received, first != null, 0, tenant), Timestamps.read(row, "paused_at"),
					row.getInt("paused_days"));
		}

		static LocalDate deadline(Instant received, boolean extended, int pausedDays, Tenant tenant) {
			return extended ? Deadline.extended(received, pausedDays, tenant.timezone(), tenant.holidays())
					: Deadline.of(received, pausedDays, tenant.timezone(), tenant.holidays());
		}

	}

}
