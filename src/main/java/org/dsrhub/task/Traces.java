package org.dsrhub.task;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.database.FirstRows;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Requests;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Looks for what Azure itself noted of each change. Its Activity Log has an entry minutes
 * later (Azure Monitor, activity log), so the request does not wait for it; the evidence
 * of a closed request still takes it.
 */
@Component
public class Traces {

	private static final Pattern RESOURCE = Pattern.compile("/subscriptions/([0-9A-Fa-f-]{36})/.*");

	private static final Pattern CORRELATION = Pattern.compile("[0-9A-Za-z-]{1,64}");

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private static final Duration PATIENCE = Duration.ofHours(2);

	private static final int AT_ONCE = 20;

	private final JdbcClient jdbc;

	private final Requests requests;

	private final EvidenceLog evidence;

	private final Clock clock;

	Traces(JdbcClient jdbc, Requests requests, EvidenceLog evidence, Clock clock) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.evidence = evidence;
		this.clock = clock;
	}

	/**
	 * Remembers a change of an item of Azure Resource Manager.
	 * @param correlation the service's name for the change, or null
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void add(RequestRow request, String source, String path, String correlation) {
		Matcher resource = RESOURCE.matcher(path);
		if (correlation == null || !resource.matches() || !CORRELATION.matcher(correlation).matches()) {
			return;
		}
		Instant now = this.clock.instant();
		this.jdbc
			.sql("insert into trace (id, request, tenant, source, subscription, correlation, begun, due) "
					+ "values (?, ?, ?, ?, ?, ?, ?, ?)")
			.params(UUID.randomUUID(), request.id(), request.tenant(), source, resource.group(1), correlation,
					Timestamps.of(now), Timestamps.of(now))
			.update();
	}

	/**
	 * The changes that are looked for now, and again in a minute if they are not found.
	 * Those that were looked for long enough are given up, and the evidence says so.
	 */
	@Transactional
	public List<Trace> claimDue() {
		Instant now = this.clock.instant();
		List<UUID> due = FirstRows.lock(this.jdbc, "trace", "due", now, AT_ONCE);
		due.forEach((id) -> this.jdbc.sql("update trace set due = ? where id = ?")
			.params(Timestamps.of(now.plus(PAUSE)), id)
			.update());
		List<Trace> traces = due.stream().map(this::get).toList();
		traces.stream()
			.filter((trace) -> trace.begun().plus(PATIENCE).isBefore(now))
			.forEach((trace) -> end(trace, null));
		return traces.stream().filter((trace) -> !trace.begun().plus(PATIENCE).isBefore(now)).toList();
	}

	/**
	 * Whether a claimed change is to be looked up now: not if its tenant's log has asked
	 * for a pause since.
	 */
	public boolean isDue(Trace trace) {
		return this.jdbc.sql("select count(*) from trace where id = ? and due = ?")
			.params(trace.id(), Timestamps.of(trace.due()))
			.query(Integer.class)
			.single() > 0;
	}

	/**
	 * A tenant's log wants a pause: none of its changes is looked up before then, or
	 * until all of them have been looked for long enough.
	 */
	@Transactional
	public void rest(String tenant, Instant until) {
		Instant longest = this.clock.instant().plus(PATIENCE);
		this.jdbc.sql("update trace set due = :until where tenant = :tenant and due < :until")
			.param("until", Timestamps.of(until.isBefore(longest) ? until : longest))
			.param("tenant", tenant)
			.update();
	}

	/**
	 * Keeps what the log says of a change; nothing if it says nothing yet.
	 */
	@Transactional
	public void found(Trace trace, List<JsonNode> entries) {
		if (!entries.isEmpty()) {
			end(trace, entries.stream().map(Traces::line).toList());
		}
	}

	private void end(Trace trace, List<Map<String, String>> entries) {
		this.requests.lock(trace.request());
		if (this.jdbc.sql("delete from trace where id = ?").param(trace.id()).update() == 0) {
			return;
		}
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("source", trace.source());
		data.put("correlationId", trace.correlation());
		data.put("entries", (entries != null) ? entries : List.of());
		this.evidence.append(trace.request(), (entries != null) ? "change-traced" : "change-not-traced", "hub", data);
	}

	private static Map<String, String> line(JsonNode entry) {
		Map<String, String> line = new LinkedHashMap<>();
		for (Map.Entry<String, String> field : Map
			.of("eventDataId", "/eventDataId", "operation", "/operationName/value", "status", "/status/value", "at",
					"/eventTimestamp")
			.entrySet()) {
			// The rest of an entry may name people.
			Optional.of(entry.at(field.getValue()))
				.filter(JsonNode::isTextual)
				.ifPresent((value) -> line.put(field.getKey(), value.textValue()));
		}
		return line;
	}

	private Trace get(UUID id) {
		return this.jdbc.sql("select * from trace where id = ?")
			.param(id)
			.query((row, number) -> new Trace(id, row.getObject("request", UUID.class), row.getString("tenant"),
					row.getString("source"), row.getString("subscription"), row.getString("correlation"),
					Timestamps.read(row, "begun"), Timestamps.read(row, "due")))
			.single();
	}

	/**
	 * A change to be looked for.
	 *
	 * @param begun when it was answered
	 * @param due when it is looked for again
	 */
	public record Trace(UUID id, UUID request, String tenant, String source, String subscription, String correlation,
			Instant begun, Instant due) {
	}

}
