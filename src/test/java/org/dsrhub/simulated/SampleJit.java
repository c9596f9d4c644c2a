package org.dsrhub.simulated;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Just-in-time access policies: requests of Ana between those of others, a lookalike's, a
 * colleague's from her address, and a rule that names her address alone.
 */
final class SampleJit {

	private static final String SOURCE = "defender-jit-policies";

	private final SimulatedTenant tenant;

	private final Cast cast;

	private final Findings findings;

	private final Instant now;

	SampleJit(SimulatedTenant tenant, Cast cast, Findings findings, Instant now) {
		this.tenant = tenant;
		this.cast = cast;
		this.findings = findings;
		this.now = now.truncatedTo(ChronoUnit.SECONDS);
	}

	void fill() {
		Person ana = this.cast.ana();
		Person diana = this.cast.by("lookalike-prefix");
		Person colleague = this.cast.by("same-ip");
		Person anaB = this.cast.by("lookalike-dot");
		Person impostor = this.cast.by("lookalike-domain");
		this.findings.byName(SOURCE,
				policy(0, "rg-payments", "westeurope", "payments-jump", "*",
						List.of(request(diana.mail(), diana.ip(), "Ledger index rebuild"),
								request(ana.mail(), ana.ip(),
										"Certificate rotation, agreed with " + colleague.mail() + " on the phone ("
												+ colleague.phone() + ")"),
								request(colleague.mail(), ana.ip(), "Watching the rotation"),
								request(anaB.mail(), anaB.ip(), null))));
		policy(0, "rg-data", "northeurope", "default", "*",
				List.of(request(impostor.mail(), impostor.ip(), "Audit sample"),
						request(diana.mail(), diana.ip(), "Replica lag")));
		policy(1, "rg-edge", "westeurope", "default", "*",
				List.of(request(colleague.mail(), ana.ip(), "Proxy restart")));
		this.findings.byName(SOURCE, policy(1, "rg-edge", "northeurope", "edge-north", "*",
				List.of(request("Ana@Contoso.Example", ana.ip() + "/32", "Firmware check"))));
		this.findings.byIpAddress(SOURCE, policy(1, "rg-edge", "swedencentral", "edge-sweden", ana.ip(), List.of()));
		for (Person person : this.cast.others()) {
			policy(0, "rg-batch", "westeurope", "batch-" + person.objectId().substring(0, 8), "*",
					List.of(request(person.mail(), person.ip(), "Nightly batch failed")));
		}
	}

	private String policy(int subscription, String group, String location, String name, String allowedFrom,
			List<ObjectNode> requests) {
		String owner = this.tenant.subscriptions().get(subscription);
		String id = "/subscriptions/" + owner + "/resourceGroups/" + group + "/providers/Microsoft.Security/locations/"
				+ location + "/jitNetworkAccessPolicies/" + name;
		ObjectNode policy = Json.object()
			.put("kind", "Basic")
			.put("id", id)
			.put("name", name)
			.put("type", "Microsoft.Security/locations/jitNetworkAccessPolicies")
			.put("location", location);
		ObjectNode properties = policy.putObject("properties").put("provisioningState", "Succeeded");
		properties.putArray("virtualMachines")
			.addObject()
			.put("id", machine(owner, group))
			.putArray("ports")
			.addObject()
			.put("number", 22)
			.put("protocol", "TCP")
			.put("allowedSourceAddressPrefix", allowedFrom)
			.put("maxRequestAccessDuration", "PT3H");
		requests.forEach((request) -> ((ObjectNode) request.at("/virtualMachines/0")).put("id", machine(owner, group)));
		properties.set("requests", Json.array(requests));
		this.tenant.arm().state().of(owner, ArmKind.JIT_POLICIES).add(policy);
		return id;
	}

	private ObjectNode request(String requestor, String ip, String justification) {
		Instant start = this.now.minus(Duration.ofDays(4));
		ObjectNode request = Json.object()
			.put("startTimeUtc", start.toString().replace("Z", ".4417302Z"))
			.put("requestor", requestor);
		if (justification != null) {
			request.put("justification", justification);
		}
		ObjectNode port = Json.object().put("number", 22);
		port.putArray("allowedSourceAddressPrefixes").add(ip);
		port.put("endTimeUtc", start.plus(Duration.ofHours(2)).toString())
			.put("status", "Revoked")
			.put("statusReason", "Expired");
		ObjectNode machine = request.putArray("virtualMachines").addObject();
		machine.putArray("ports").add(port);
		return request;
	}

	private static String machine(String subscription, String group) {
		return "/subscriptions/" + subscription + "/resourceGroups/" + group
				+ "/providers/Microsoft.Compute/virtualMachines/" + group.replace("rg-", "vm-") + "-01";
	}

}
