package org.dsrhub.simulated;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Alerts that name Ana in every place an alert can, among alerts about others.
 */
final class SampleAlerts {

	static final String SAS_SIGNATURE = "u7Qw3ZkXbnT0pLr8sVaYd2MfHc5JeG1iKoN9xWtR4s0";

	private static final String SOURCE = "defender-alerts";

	private final SimulatedTenant tenant;

	private final Cast cast;

	private final Findings findings;

	private final Instant now;

	private int count;

	SampleAlerts(SimulatedTenant tenant, Cast cast, Findings findings, Instant now) {
		this.tenant = tenant;
		this.cast = cast;
		this.findings = findings;
		this.now = now.truncatedTo(ChronoUnit.SECONDS);
	}

	void fill() {
		aboutOthers();
		byEntity();
		byExtendedProperty();
		inText();
		inEvidenceTable();
		byAddress();
		nearMisses();
		this.findings.byName(SOURCE,
				add(1, alert("VM_UnfamiliarShell", "An unfamiliar shell was started",
						"An interactive shell was started by an account that never did so on this machine.",
						List.of(account(this.cast.ana()), host("vm-edge-01")))));
	}

	private void aboutOthers() {
		for (Person person : this.cast.others()) {
			add(this.count % 2, alert("VM_LoginFromUnusualLocation", "Sign-in from an unusual place",
					"The account " + person.mail() + " signed in from " + person.ip() + ".",
					List.of(account(person), address(person.ip()), process(person)), "user name", person.mail()));
		}
	}

	private void byEntity() {
		Person diana = this.cast.by("lookalike-prefix");
		ObjectNode file = Json.object()
			.put("type", "file")
			.put("directory", "c:\\users\\" + this.cast.ana().account() + "\\appdata\\local\\temp")
			.put("name", "updater.ps1");
		this.findings.byName(SOURCE, add(0, alert("VM_SuspiciousScript", "A script was started from a temporary folder",
				"A script that is rarely seen in this environment was started on vm-payments-01.",
				List.of(account(this.cast.ana()), account(diana), host("vm-payments-01"), file, process(diana)))));
	}

	private void byExtendedProperty() {
		Person attacker = this.cast.by("lookalike-end");
		this.findings.byName(SOURCE,
				add(0, alert("VM_BruteForceSuccess", "A brute force attack succeeded",
						"Many failed sign-ins were followed by a successful one.", List.of(host("vm-data-01")),
						"user Name", this.cast.ana().mail(), "attacker IP", attacker.ip(), "account logon id",
						"0x4f21c", "user SID", this.cast.ana().sid(), "attacker SID", attacker.sid(), "domain name",
						this.tenant.name().toUpperCase(Locale.ROOT), "enrichment report",
						"https://reports.blob.core.example/r/brute.pdf?sv=2021-08-06&sr=b&sp=r&se=2027-01-01&sig="
								+ SAS_SIGNATURE)));
	}

	private void inText() {
		Person diana = this.cast.by("lookalike-prefix");
		Person colleague = this.cast.by("same-ip");
		this.findings.byName(SOURCE, add(0, alert("ARM_UnusualElevation", "Unusual elevation of access",
				"The sign-in of " + this.cast.ana().mail() + " was followed within a minute by one of " + diana.mail()
						+ " from " + diana.ip() + "; " + colleague.mail() + " (" + colleague.phone()
						+ ") confirmed neither. Profile: C:\\Users\\" + diana.account() + "\\Desktop.",
				List.of(host("portal")))));
	}

	private void inEvidenceTable() {
		Person diana = this.cast.by("lookalike-prefix");
		Person hana = this.cast.by("lookalike-letter");
		ObjectNode alert = alert("ARM_MassDownload", "An unusual number of files was read",
				"Several accounts read more files than they usually do.", List.of(host("share-01")));
		ObjectNode evidence = alert.withObject("/properties").putObject("supportingEvidence");
		evidence.put("type", "tabularEvidences").put("title", "Reads by account");
		evidence.set("columns", Json.strings(List.of("Time", "User", "Client address", "Files")));
		var rows = evidence.putArray("rows");
		for (Person person : List.of(diana, this.cast.ana(), hana)) {
			rows.addArray()
				.add(this.now.minus(Duration.ofDays(20)).toString())
				.add(person.upn())
				.add(person.ip())
				.add(412);
		}
		this.findings.byName(SOURCE, add(0, alert));
	}

	private void byAddress() {
		this.findings.byIpAddress(SOURCE,
				add(0, alert("AppServices_Scan", "A web application was scanned",
						"Requests from one address asked for pages that do not exist.",
						List.of(address(this.cast.ana().ip()), host("shop")))));
	}

	private void nearMisses() {
		Person colleague = this.cast.by("same-ip");
		Person impostor = this.cast.by("lookalike-domain");
		Person anaB = this.cast.by("lookalike-dot");
		add(0, alert("VM_UnusualTime", "Sign-in at an unusual time", "A sign-in outside of working hours.",
				List.of(address(this.cast.ana().ip()), account(colleague))));
		add(1, alert("ARM_Invitation", "A guest was invited from a suspicious domain",
				"The guest " + impostor.mail() + " was invited by " + anaB.mail() + ".", List.of(account(impostor)),
				"user name", impostor.mail()));
	}

	private ObjectNode alert(String type, String title, String description, List<ObjectNode> entities,
			String... extended) {
		this.count++;
		ObjectNode alert = Json.parse("""
				{"type": "Microsoft.Security/Locations/alerts", "properties": {"version": "2022-01-01",
				  "severity": "Medium", "intent": "CredentialAccess", "vendorName": "Microsoft",
				  "productName": "Microsoft Defender for Cloud", "productComponentName": "Servers", "status": "Active",
				  "isIncident": false, "techniques": ["T1078"], "subTechniques": ["T1078.004"],
				  "remediationSteps": ["Ask the account's holder.", "Reset the credentials if in doubt."]}}""");
		Instant start = this.now.minus(Duration.ofHours(30L * this.count));
		ObjectNode properties = alert.withObject("/properties")
			.put("alertType", type)
			.put("alertDisplayName", title)
			.put("description", description)
			.put("compromisedEntity", "vm-payments-01")
			.put("startTimeUtc", start.toString().replace("Z", ".0000000Z"))
			.put("endTimeUtc", start.plusSeconds(600).toString().replace("Z", ".0000000Z"))
			.put("timeGeneratedUtc", start.plusSeconds(900).toString().replace("Z", ".3180000Z"))
			.put("processingEndTimeUtc", start.plusSeconds(901).toString().replace("Z", ".1200447Z"))
			.put("correlationKey", this.tenant.id("correlation-" + this.count));
		properties.set("entities", Json.array(entities));
		ObjectNode map = properties.putObject("extendedProperties").put("resourceType", "Virtual Machine");
		for (int i = 0; i < extended.length; i += 2) {
			map.put(extended[i], extended[i + 1]);
		}
		return alert;
	}

	private String add(int subscription, ObjectNode alert) {
		String owner = this.tenant.subscriptions().get(subscription);
		String name = "25183" + (10000000000000L + this.count) + "_" + this.tenant.id("alert-" + this.count);
		String id = "/subscriptions/" + owner + "/resourceGroups/rg-payments/providers/Microsoft.Security/locations/"
				+ "westeurope/alerts/" + name;
		alert.put("id", id).put("name", name);
		ObjectNode properties = alert.withObject("/properties").put("systemAlertId", name);
		properties.put("alertUri", "https://portal.azure.com/#blade/Microsoft_Azure_Security/AlertBlade/alertId/" + name
				+ "/subscriptionId/" + owner + "/resourceGroup/rg-payments/location/westeurope");
		properties.putArray("resourceIdentifiers")
			.addObject()
			.put("type", "AzureResource")
			.put("azureResourceId", "/subscriptions/" + owner
					+ "/resourcegroups/rg-payments/providers/Microsoft.Compute/virtualMachines/vm-payments-01");
		this.tenant.arm().state().of(owner, ArmKind.ALERTS).add(alert);
		return id;
	}

	private ObjectNode account(Person person) {
		ObjectNode account = Json.object()
			.put("type", "account")
			.put("name", person.account())
			.put("aadUserId", person.objectId())
			.put("logonId", "0x" + Integer.toHexString(person.account().hashCode()));
		return person.guest() ? account
				: account.put("ntDomain", this.tenant.name().toUpperCase(Locale.ROOT)).put("sid", person.sid());
	}

	private static ObjectNode address(String ip) {
		ObjectNode entity = Json.object().put("type", "ip").put("address", ip);
		entity.putObject("location").put("countryCode", "dk").put("city", "aarhus").put("asn", 64496);
		return entity;
	}

	private static ObjectNode host(String name) {
		return Json.object().put("type", "host").put("hostName", name).put("osFamily", "Windows");
	}

	private static ObjectNode process(Person person) {
		return Json.object()
			.put("type", "process")
			.put("processId", "0x1a2c")
			.put("commandLine", "\"C:\\Users\\" + person.account() + "\\Downloads\\sync.exe\" --once");
	}

}
