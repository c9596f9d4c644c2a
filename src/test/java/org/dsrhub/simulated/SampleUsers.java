package org.dsrhub.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The directory's members, guests, a personal account and a deleted user.
 */
final class SampleUsers {

	private SampleUsers() {
	}

	static void fill(SimulatedTenant tenant, Cast cast, Findings findings) {
		for (Person person : cast.others()) {
			tenant.graph().users().add(person.user(tenant.domain(), person.label().equals("personal-account")));
		}
		ObjectNode ana = cast.ana().user(tenant.domain(), false);
		ana.withArray("/businessPhones").add("+45 87 30 40 50");
		if (!cast.ana().guest()) {
			ana.withArray("/proxyAddresses").add("smtp:ana.jensen@" + Cast.HOME);
			ana.withArray("/otherMails").add("ana.jensen@mail.example");
			ana.put("streetAddress", "Åboulevarden 31").put("city", "Aarhus").put("postalCode", "8000");
			ana.put("employeeId", "3177").put("department", "Payments").put("country", "DK");
		}
		// Not at the end: who stops after the first page does not find her.
		tenant.graph().users().add(12, ana);
		tenant.graph().softDelete(cast.by("deleted").objectId());
		findings.byName("entra-user", cast.ana().objectId());
	}

}
