package org.dsrhub.simulated;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Which properties of a user the directory shows: eleven unless {@code $select} names
 * others, and only names that it knows.
 */
final class UserShape {

	static final List<String> USUAL = List.of("businessPhones", "displayName", "givenName", "jobTitle", "mail",
			"mobilePhone", "officeLocation", "preferredLanguage", "surname", "userPrincipalName", "id");

	private static final Set<String> LISTS = Set.of("businessPhones", "otherMails", "proxyAddresses", "imAddresses",
			"identities", "assignedLicenses", "assignedPlans", "provisionedPlans", "onPremisesProvisioningErrors",
			"serviceProvisioningErrors", "interests", "pastProjects", "responsibilities", "schools", "skills");

	private static final Set<String> MORE = Set.of("aboutMe", "accountEnabled", "ageGroup", "authorizationInfo",
			"birthday", "city", "companyName", "consentProvidedForMinor", "country", "createdDateTime", "creationType",
			"customSecurityAttributes", "deletedDateTime", "department", "employeeHireDate", "employeeId",
			"employeeLeaveDateTime", "employeeOrgData", "employeeType", "externalUserState",
			"externalUserStateChangeDateTime", "faxNumber", "hireDate", "isManagementRestricted", "isResourceAccount",
			"lastPasswordChangeDateTime", "legalAgeGroupClassification", "licenseAssignmentStates", "mailboxSettings",
			"mailNickname", "mySite", "onPremisesDistinguishedName", "onPremisesDomainName",
			"onPremisesExtensionAttributes", "onPremisesImmutableId", "onPremisesLastSyncDateTime",
			"onPremisesSamAccountName", "onPremisesSecurityIdentifier", "onPremisesSyncEnabled",
			"onPremisesUserPrincipalName", "passwordPolicies", "passwordProfile", "postalCode", "preferredDataLocation",
			"preferredName", "print", "securityIdentifier", "showInAddressList", "signInActivity",
			"signInSessionsValidFromDateTime", "state", "streetAddress", "usageLocation", "userType");

	private UserShape() {
	}

	/**
	 * The first name in {@code $select} that no user has.
	 */
	static Optional<String> unknown(String select) {
		return names(select).stream().filter((name) -> !knows(name)).findFirst();
	}

	static boolean knows(String name) {
		return USUAL.contains(name) || LISTS.contains(name) || MORE.contains(name);
	}

	static ObjectNode show(ObjectNode user, String select) {
		ObjectNode shown = Json.object();
		for (String name : names(select)) {
			JsonNode value = user.get(name);
			if (value != null) {
				shown.set(name, value);
			}
			else if (LISTS.contains(name)) {
				shown.putArray(name);
			}
			else {
				shown.putNull(name);
			}
		}
		return shown;
	}

	private static Set<String> names(String select) {
		return new LinkedHashSet<>((select == null) ? USUAL : Arrays.asList(select.strip().split("\\s*,\\s*")));
	}

}
