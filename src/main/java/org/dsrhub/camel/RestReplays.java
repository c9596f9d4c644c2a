package org.dsrhub.camel;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Body;
import org.dsrhub.intake.JsonBody;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.retention.Replay;
import org.dsrhub.retention.Replays;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Callers;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.security.NotThere;
import org.dsrhub.security.Role;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * What a REST route does after a ledger was restored.
 */
@Component
public class RestReplays {

	private static final Set<Role> STARTERS = Set.of(Role.PRIVACY_OPERATOR, Role.TENANT_ADMINISTRATOR);

	private final Callers callers;

	private final Tenants tenants;

	private final Replays replays;

	private final Clock clock;

	RestReplays(Callers callers, Tenants tenants, Replays replays, Clock clock) {
		this.callers = callers;
		this.tenants = tenants;
		this.replays = replays;
		this.clock = clock;
	}

	public Replay start(@Body byte[] body) throws IOException {
		Caller caller = this.callers.current();
		if (!caller.hasAny(STARTERS)) {
			throw new NotAllowed("replaying purges takes PrivacyOperator or TenantAdministrator");
		}
		JsonNode order = JsonBody.parse(body);
		Optional<Instant> since = since(order);
		List<FieldError> errors = errors(order, since);
		if (!errors.isEmpty()) {
			throw new InvalidRequest(errors);
		}
		Tenant tenant = this.tenants.find(order.path("tenant").textValue())
			.filter((found) -> caller.mayEnter(found.tenant()))
			.orElseThrow(() -> new NotThere("no such tenant"));
		return this.replays.replay(tenant, since.orElseThrow(), caller.name());
	}

	private List<FieldError> errors(JsonNode order, Optional<Instant> since) {
		List<FieldError> errors = new ArrayList<>();
		if (!order.isObject() || order.size() > 2) {
			errors.add(new FieldError("", "must be an object, whose fields are tenant and since"));
		}
		if (!order.path("tenant").isTextual()) {
			errors.add(new FieldError("tenant", "must name a tenant"));
		}
		if (since.filter((time) -> !time.isAfter(this.clock.instant())).isEmpty()) {
			errors.add(new FieldError("since",
					"must be the time at which the backup was made, such as 2026-11-20T02:00:00Z"));
		}
		return errors;
	}

	private static Optional<Instant> since(JsonNode order) {
		try {
			return Optional.of(OffsetDateTime.parse(order.path("since").asText()).toInstant());
		}
		catch (DateTimeParseException ex) {
			return Optional.empty();
		}
	}

}
