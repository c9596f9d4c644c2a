package org.dsrhub.simulated;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Activity Log events: Ana as caller, by claims alone, inside somebody else's call, in a
 * security event and by her address, among events of others.
 */
final class SampleActivity {

	private static final String SOURCE = "activity-log";

	private final SimulatedTenant tenant;

	private final Cast cast;

	private final Findings findings;

	private final Instant now;

	private int count;

	SampleActivity(SimulatedTenant tenant, Cast cast, Findings findings, Instant now) {
		this.tenant = tenant;
		this.cast = cast;
		this.findings = findings;
		this.now = now.truncatedTo(ChronoUnit.SECONDS);
	}

	void fill() {
		Person ana = this.cast.ana();
		Person diana = this.cast.by("lookalike-prefix");
		Person colleague = this.cast.by("same-ip");
		for (Person person : this.cast.others()) {
			add(this.count % 2, called(event(3), person));
			add(this.count % 2, called(event(41), person));
		}
		this.findings.byName(SOURCE, add(0, called(event(2), ana)));
		this.findings.byName(SOURCE, add(1, called(event(89), ana)));
		this.findings.byName(SOURCE, add(0, byClaimsAlone(ana)));
		this.findings.byName(SOURCE, add(0, somebodyElsesCall(diana, ana)));
		this.findings.byName(SOURCE, add(0, securityEvent(ana)));
		add(0, securityEvent(diana));
		add(0, called(event(5), colleague));
		this.findings.byIpAddress(SOURCE, add(0, byAddressAlone(ana)));
	}

	private ObjectNode event(int daysAgo) {
		this.count++;
		ObjectNode event = Json.parse("""
				{"channels": "Operation", "level": "Informational",
				  "eventName": {"value": "EndRequest", "localizedValue": "End request"},
				  "category": {"value": "Administrative", "localizedValue": "Administrative"},
				  "resourceGroupName": "rg-payments",
				  "resourceProviderName": {"value": "Microsoft.Compute", "localizedValue": "Microsoft Compute"},
				  "resourceType": {"value": "Microsoft.Compute/virtualMachines", "localizedValue": "Virtual machine"},
				  "operationName": {"value": "Microsoft.Compute/virtualMachines/restart/action",
				    "localizedValue": "Restart virtual machine"},
				  "status": {"value": "Succeeded", "localizedValue": "Succeeded"},
				  "subStatus": {"value": null, "localizedValue": ""}, "properties": {"statusCode": "OK"}}""");
		Instant at = this.now.minus(Duration.ofDays(daysAgo)).plusSeconds(this.count);
		return event.put("eventTimestamp", at.toString().replace("Z", ".5120983Z"))
			.put("submissionTimestamp", at.plusSeconds(47).toString().replace("Z", ".1084411Z"))
			.put("correlationId", this.tenant.id("operation-" + this.count))
			.put("operationId", this.tenant.id("operation-" + this.count))
			.put("eventDataId", this.tenant.id("event-" + this.count))
			.put("tenantId", this.tenant.entraTenantId());
	}

	private ObjectNode called(ObjectNode event, Person person) {
		event.put("caller", person.mail());
		event.putObject("httpRequest")
			.put("clientRequestId", this.tenant.id("client-" + this.count))
			.put("clientIpAddress", person.ip())
			.put("method", "POST");
		ObjectNode claims = event.putObject("claims")
			.put("aud", "https://management.core.windows.net/")
			.put("iss", "https://sts.windows.net/" + this.tenant.entraTenantId() + "/")
			.put("ipaddr", person.ip())
			.put("name", person.given() + " " + person.surname())
			.put("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname", person.given())
			.put("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname", person.surname())
			.put("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", person.mail())
			.put("http://schemas.microsoft.com/identity/claims/objectidentifier", person.objectId())
			.put("http://schemas.microsoft.com/identity/claims/tenantid", this.tenant.entraTenantId())
			.put("http://schemas.microsoft.com/claims/authnmethodsreferences", "pwd,mfa");
		if (!person.guest()) {
			claims.put("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn", person.upn())
				.put("onprem_sid", person.sid());
		}
		return event;
	}

	private ObjectNode byClaimsAlone(Person person) {
		ObjectNode event = event(11).put("caller", this.tenant.id("automation"));
		// Real events have been seen with a space in front of a claim's value.
		event.putObject("claims")
			.put("appid", this.tenant.id("automation"))
			.put("http://schemas.microsoft.com/identity/claims/objectidentifier", " " + person.objectId())
			.put("ipaddr", person.ip());
		return event;
	}

	private ObjectNode somebodyElsesCall(Person caller, Person named) {
		ObjectNode event = called(event(17), caller);
		event.putObject("properties")
			.put("requestbody", "{\"properties\":{\"description\":\"Reader for " + named.mail() + ", asked by "
					+ caller.mail() + "\",\"principalId\":\"" + named.objectId() + "\"}}");
		return event;
	}

	private ObjectNode securityEvent(Person person) {
		ObjectNode event = event(23);
		event.putObject("category").put("value", "Security").put("localizedValue", "Security");
		event.putObject("properties")
			.put("accountLogonId", "0x2c4a1")
			.put("commandLine", "c:\\users\\" + person.account() + "\\scripts\\rotate.cmd")
			.put("userName", person.mail())
			.put("UserSID", person.sid());
		return event;
	}

	private ObjectNode byAddressAlone(Person person) {
		ObjectNode event = event(29);
		event.putObject("httpRequest").put("clientIpAddress", person.ip()).put("method", "GET");
		return event;
	}

	private String add(int subscription, ObjectNode event) {
		String owner = this.tenant.subscriptions().get(subscription);
		String resource = "/subscriptions/" + owner
				+ "/resourcegroups/rg-payments/providers/Microsoft.Compute/virtualMachines/vm-payments-01";
		String id = resource + "/events/" + event.path("eventDataId").asText() + "/ticks/"
				+ (638_000_000_000_000_000L + this.count);
		event.put("id", id).put("resourceId", resource).put("subscriptionId", owner);
		event.putObject("authorization")
			.put("action", "Microsoft.Compute/virtualMachines/restart/action")
			.put("scope", resource);
		this.tenant.arm().state().of(owner, ArmKind.ACTIVITY_LOG).add(event);
		return id;
	}

}
