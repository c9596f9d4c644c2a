package org.dsrhub.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The entry that each change leaves in the Activity Log, under the name of the
 * application that made it. As in the real one it may take a while to show.
 */
final class ArmLog {

	static final String CORRELATION = "x-ms-correlation-request-id";

	private static final Pattern GUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

	private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

	private final ArmState state;

	private final String entraTenantId;

	private final String clientId;

	private volatile Duration delay = Duration.ZERO;

	ArmLog(ArmState state, String entraTenantId, String clientId) {
		this.state = state;
		this.entraTenantId = entraTenantId;
		this.clientId = clientId;
	}

	private record Waiting(Instant until, String subscription, ObjectNode event) {
	}

	void delay(Duration duration) {
		this.delay = duration;
	}

	/**
	 * The caller's own correlation id, if it sent a proper one, or a new one.
	 */
	static String correlation(Call call) {
		return call.header(CORRELATION)
			.filter((id) -> GUID.matcher(id).matches())
			.orElseGet(() -> UUID.randomUUID().toString());
	}

	void enter(Call call, ArmPath path, String correlation, Instant now) {
		this.waiting.add(new Waiting(now.plus(this.delay), path.subscription(), event(call, path, correlation, now)));
	}

	/**
	 * Lets show what has waited long enough.
	 */
	synchronized void show(Instant now) {
		for (Iterator<Waiting> all = this.waiting.iterator(); all.hasNext();) {
			Waiting one = all.next();
			if (!one.until().isAfter(now)) {
				all.remove();
				this.state.of(one.subscription(), ArmKind.ACTIVITY_LOG).add(one.event());
			}
		}
	}

	private ObjectNode event(Call call, ArmPath path, String correlation, Instant now) {
		String type = path.provider() + ((path.location() != null) ? "/locations/" : "/") + path.type();
		String operation = type + (call.method().equals("DELETE") ? "/delete" : "/write");
		String resource = "/" + String.join("/", call.segments());
		String id = UUID.randomUUID().toString();
		ObjectNode event = Json.parse("""
				{"channels": "Operation", "level": "Informational",
				  "eventName": {"value": "EndRequest", "localizedValue": "End request"},
				  "category": {"value": "Administrative", "localizedValue": "Administrative"},
				  "status": {"value": "Succeeded", "localizedValue": "Succeeded"},
				  "subStatus": {"value": "OK", "localizedValue": "OK (HTTP Status Code: 200)"},
				  "properties": {"statusCode": "OK", "serviceRequestId": null}}""")
			.put("caller", this.clientId)
			.put("correlationId", correlation)
			.put("operationId", correlation)
			.put("eventDataId", id)
			.put("eventTimestamp", now.toString())
			.put("submissionTimestamp", now.plus(this.delay).toString())
			.put("tenantId", this.entraTenantId)
			.put("subscriptionId", path.subscription())
			.put("resourceGroupName", Optional.ofNullable(path.group()).orElse(""))
			.put("resourceId", resource)
			.put("id",
					resource + "/events/" + id + "/ticks/" + (621_355_968_000_000_000L + now.toEpochMilli() * 10_000));
		named(event, "operationName", operation);
		named(event, "resourceProviderName", path.provider());
		named(event, "resourceType", type);
		event.putObject("authorization").put("action", operation).put("scope", resource);
		event.putObject("httpRequest")
			.put("clientRequestId", call.header("x-ms-client-request-id").orElse(id))
			.put("clientIpAddress", "127.0.0.1")
			.put("method", call.method());
		event.putObject("claims")
			.put("aud", Audience.ARM.resource())
			.put("iss", "https://sts.windows.net/" + this.entraTenantId + "/")
			.put("appid", this.clientId)
			.put("idtyp", "app")
			.put("http://schemas.microsoft.com/identity/claims/tenantid", this.entraTenantId);
		return event;
	}

	private static void named(ObjectNode event, String field, String value) {
		event.putObject(field).put("value", value).put("localizedValue", value);
	}

}
