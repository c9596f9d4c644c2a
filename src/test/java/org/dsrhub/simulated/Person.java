package org.dsrhub.simulated;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One made-up person of a simulated directory.
 *
 * @param label what the person is there for
 * @param mail the real address
 * @param upn the name in this directory; a guest's holds {@code #EXT#}
 * @param account the Windows account name, as in {@code C:\Users\<account>}
 * @param phone mobile phone in international form with spaces
 */
record Person(String label, String given, String surname, String mail, String upn, String objectId, String account,
		String phone, String ip, String sid) {

	boolean guest() {
		return this.upn.contains("#EXT#");
	}

	/**
	 * What names this person, in the forms that records hold it or a program may give it.
	 * Guests have no security identifier.
	 */
	List<String> identifiers() {
		List<String> all = new ArrayList<>(
				List.of(this.mail, this.objectId, this.account, this.phone, this.phone.replace(" ", ""), this.ip));
		all.add(guest() ? this.upn : this.sid);
		return all;
	}

	/**
	 * The whole directory object.
	 */
	ObjectNode user(String tenantDomain, boolean personalAccount) {
		ObjectNode user = Json.object()
			.put("id", this.objectId)
			.put("displayName", this.given + " " + this.surname)
			.put("givenName", this.given)
			.put("surname", this.surname)
			.put("mail", this.mail)
			.put("userPrincipalName", this.upn)
			.put("mailNickname", guest() ? this.upn.substring(0, this.upn.indexOf('@')) : this.account)
			.put("mobilePhone", this.phone)
			.put("preferredLanguage", "da-DK")
			.put("jobTitle", guest() ? "Adviser" : "Platform engineer")
			.put("officeLocation", guest() ? null : "Aarhus 3.14")
			.put("accountEnabled", true)
			.put("userType", guest() ? "Guest" : "Member")
			.put("createdDateTime", "2023-08-14T07:20:11Z");
		user.putArray("businessPhones");
		user.putArray("otherMails");
		user.putArray("proxyAddresses").add("SMTP:" + this.mail);
		var identities = user.putArray("identities");
		if (guest()) {
			user.put("externalUserState", "Accepted").put("creationType", "Invitation");
			user.withArray("/otherMails").add(this.mail);
			identities.addObject()
				.put("signInType", "federated")
				.put("issuer", personalAccount ? "MicrosoftAccount" : "ExternalAzureAD")
				.put("issuerAssignedId", personalAccount ? this.mail : null);
		}
		else {
			user.put("onPremisesSecurityIdentifier", this.sid)
				.put("onPremisesSamAccountName", this.account)
				.put("onPremisesSyncEnabled", true);
		}
		identities.addObject()
			.put("signInType", "userPrincipalName")
			.put("issuer", tenantDomain)
			.put("issuerAssignedId", this.upn);
		return user;
	}

}
