package org.dsrhub.request;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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
 * A person's word that the answer to a request takes longer (GDPR art. 12(3)).
 */
@Component
public class Extensions {

	private static final Logger log = LoggerFactory.getLogger(Extensions.class);

	private final JdbcClient jdbc;

	private final Requests requests;

	private final Tenants tenants;

	private final EvidenceLog evidence;

	private final Clock clock;

	Extensions(JdbcClient jdbc, Requests requests, Tenants tenants, EvidenceLog evidence, Clock clock) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.tenants = tenants;
		this.evidence = evidence;
		this.clock = clock;
	}

	/**
	 * Extends the deadline to three months from receipt. The row keeps the first one.
	 * @param reason an {@link ExtensionReason}'s label, or the person's own words
	 * @throws WrongState if the request cannot be extended, or not any more
	 * @throws InvalidRequest if the reason names the subject
	 */
	@Transactional
	public void extend(UUID id, String reason, String actor) {
		RequestState state = this.requests.lock(id).state();
		RequestRow request = this.requests.get(id);
		Tenant tenant = this.tenants.get(request.tenant());
		LocalDate first = this.jdbc
			.sql("select first_deadline from request where id = ? and first_deadline is not null")
			.param(id)
			.query(LocalDate.class)
			.optional()
			.orElse(null);
		LocalDate today = LocalDate.ofInstant(pausedSince(id).orElseGet(this.clock::instant), tenant.timezone());
		ExtensionRules.refusal(state, first, request.deadline(), today).ifPresent((refusal) -> {
			throw new WrongState(refusal);
		});
		if (DecisionRules.names(Decisions.subject(request, tenant), reason)) {
			throw new InvalidRequest(List.of(new FieldError("reason",
					"holds an identifier of the person; leave it out, since answers and rows repeat the reason")));
		}
		int paused = this.jdbc.sql("select paused_days from request where id = ?")
			.param(id)
			.query(Integer.class)
			.single();
		LocalDate deadline = Deadline.extended(request.receivedAt(), paused, tenant.timezone(), tenant.holidays());
		this.jdbc.sql("update request set first_deadline = deadline, deadline = ?, extension_reason = ? where id = ?")
			.params(deadline, reason, id)
			.update();
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("reason", ExtensionReason.find(reason).map(ExtensionReason::label).orElse("in-words"));
		data.put("from", request.deadline().toString());
		data.put("to", deadline.toString());
		this.evidence.append(id, "extended", actor, data);
		this.requests.progressed(id);
		log.info("event=extended request={} tenant={} deadline={}", id, request.tenant(), deadline);
	}

	/**
	 * While the clock stands still it is as late as when it was stopped.
	 */
	private Optional<Instant> pausedSince(UUID id) {
		return this.jdbc.sql("select paused_at from request where id = ? and paused_at is not null")
			.param(id)
			.query((row, number) -> Timestamps.read(row, "paused_at"))
			.optional();
	}

}
