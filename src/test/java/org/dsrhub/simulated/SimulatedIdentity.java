package org.dsrhub.simulated;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/**
 * The identity service of the machine that a hub runs on, as App Service has it: the
 * environment says where it is ({@code IDENTITY_ENDPOINT}) and what to show it
 * ({@code IDENTITY_HEADER}). It knows one system-assigned identity and one user-assigned.
 */
public final class SimulatedIdentity extends SimulatedServer {

	private static final Duration LIFETIME = Duration.ofHours(24);

	private final String header;

	private final String userAssigned;

	SimulatedIdentity(Clock clock, Tokens tokens, String header, String userAssigned) throws IOException {
		super(plain(0), clock, tokens);
		this.header = header;
		this.userAssigned = userAssigned;
	}

	@Override
	public String url() {
		return "http://127.0.0.1:" + port() + "/msi/token";
	}

	/**
	 * What a caller has to show.
	 */
	public String header() {
		return this.header;
	}

	@Override
	Reply answer(Call call) {
		if (!this.header.equals(call.header("X-IDENTITY-HEADER").orElse(null))) {
			return error(401, "Unauthorized", "The header is missing.");
		}
		String clientId = call.query().get("client_id");
		if (clientId != null && !clientId.equals(this.userAssigned)) {
			return error(400, "InvalidIdentity", "No managed identity found for specified ClientId.");
		}
		for (Audience audience : Audience.values()) {
			if (audience.resource().equals(call.query().get("resource"))) {
				return Reply.json(200,
						Json.object()
							.put("access_token", tokens().issue(audience, LIFETIME))
							.put("expires_on", String.valueOf(now().plus(LIFETIME).getEpochSecond()))
							.put("resource", audience.resource())
							.put("token_type", "Bearer")
							.put("client_id", (clientId != null) ? clientId : "system-assigned"));
			}
		}
		return error(400, "InvalidResource", "The resource is unknown.");
	}

	@Override
	Reply error(int status, String code, String message) {
		return Reply.json(status, Json.object().put("statusCode", status).put("message", code + ": " + message));
	}

}
