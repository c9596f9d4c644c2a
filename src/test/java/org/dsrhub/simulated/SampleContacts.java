package org.dsrhub.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Security contacts: one that Ana shares with others, and one that only has her phone.
 */
final class SampleContacts {

	private static final String SOURCE = "defender-security-contacts";

	private SampleContacts() {
	}

	static void fill(SimulatedTenant tenant, Cast cast, Findings findings) {
		String first = tenant.subscriptions().get(0);
		String second = tenant.subscriptions().get(1);
		String ana = cast.ana().mail();
		Person shared = cast.by("shared-contact");
		Person diana = cast.by("lookalike-prefix");
		Person anaB = cast.by("lookalike-dot");
		findings.byName(SOURCE, newest(tenant, first, shared.mail() + "; " + ana + ";" + diana.mail(), shared.phone()));
		newest(tenant, second, diana.mail() + ";" + anaB.mail(), cast.ana().phone());
		legacy(tenant, first, "default1", shared.mail(), shared.phone());
		findings.byName(SamplePeople.LEGACY_CONTACTS, legacy(tenant, first, "default2", ana, cast.ana().phone()));
		legacy(tenant, first, "ana", anaB.mail(), anaB.phone());
		legacy(tenant, second, "default1", diana.mail(), cast.ana().phone());
	}

	private static String newest(SimulatedTenant tenant, String subscription, String emails, String phone) {
		ObjectNode contact = Json.parse("""
				{"properties": {"isEnabled": true,
				  "notificationsByRole": {"state": "On", "roles": ["Owner", "ServiceAdmin"]},
				  "notificationsSources": [{"sourceType": "Alert", "minimalSeverity": "Medium"},
				    {"sourceType": "AttackPath", "minimalRiskLevel": "Critical"}]}}""");
		contact.withObject("/properties").put("emails", emails).put("phone", phone);
		return add(tenant, subscription, ArmKind.SECURITY_CONTACTS, "default", contact);
	}

	private static String legacy(SimulatedTenant tenant, String subscription, String name, String email, String phone) {
		ObjectNode contact = Json.object();
		contact.putObject("properties")
			.put("email", email)
			.put("phone", phone)
			.put("alertNotifications", "On")
			.put("alertsToAdmins", "Off");
		return add(tenant, subscription, ArmKind.LEGACY_SECURITY_CONTACTS, name, contact);
	}

	private static String add(SimulatedTenant tenant, String subscription, ArmKind kind, String name,
			ObjectNode contact) {
		String id = "/subscriptions/" + subscription + "/providers/Microsoft.Security/securityContacts/" + name;
		tenant.arm()
			.state()
			.of(subscription, kind)
			.add(contact.put("id", id).put("name", name).put("type", "Microsoft.Security/securityContacts"));
		return id;
	}

}
