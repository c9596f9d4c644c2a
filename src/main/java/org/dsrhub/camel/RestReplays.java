package org.dsrhub.camel;

import java.io.IOException;
import java.util.List;
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

	RestReplays(Callers callers, Tenants tenants, Replays replays) {
		this.callers = callers;
		this.tenants = tenants;
		this.replays = replays;
	}

	public Replay start(@Body byte[] body) throws IOException {
		Caller caller = this.callers.current();
		if (!caller.hasAny(STARTERS)) {
			throw new NotAllowed("replaying purges takes PrivacyOperator or TenantAdministrator");
		}
		Tenant tenant = this.tenants.find(tenant(JsonBody.parse(body)))
			.filter((found) -> caller.mayEnter(found.tenant()))
			.orElseThrow(() -> new NotThere("no such tenant"));
		return this.replays.replay(tenant);
	}

	private static String tenant(JsonNode document) {
		if (document.size() != 1 || !document.path("tenant").isTextual()) {
			throw new InvalidRequest(List.of(new FieldError("tenant", "must name a tenant, and is the only field")));
		}
		return document.path("tenant").textValue();
	}

}
