package org.dsrhub.subject;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;

/**
 * One question to Microsoft Graph about who a subject is: a single {@code $filter}
 * clause, because the API does not combine all of these. An answer only proposes people;
 * {@link DirectoryEntry#belongsTo} decides.
 *
 * @param property what is asked by, such as {@code otherMails}
 * @param filter the clause, with the value as an OData literal
 */
record DirectoryLookup(String property, String filter) {

	/**
	 * The questions for the identifiers given, without the object id, which has a path of
	 * its own. Phones are asked by only where nothing stronger was given, since people
	 * share them.
	 * @param issuers the tenant's sign-in issuers, for {@code identities}; may be empty
	 */
	public static List<DirectoryLookup> of(Subject subject, List<String> issuers) {
		List<DirectoryLookup> lookups = new ArrayList<>();
		Set<String> addresses = new LinkedHashSet<>(subject.of(IdentifierKind.USER_PRINCIPAL_NAME));
		addresses.addAll(subject.of(IdentifierKind.EMAIL));
		for (String address : addresses) {
			String value = literal(address);
			lookups.add(new DirectoryLookup("userPrincipalName", "userPrincipalName eq " + value));
			lookups.add(new DirectoryLookup("mail", "mail eq " + value));
			lookups.add(new DirectoryLookup("proxyAddresses",
					"proxyAddresses/any(p:p eq " + literal("smtp:" + address) + ")"));
			lookups.add(new DirectoryLookup("otherMails", "otherMails/any(o:o eq " + value + ")"));
			issuers.forEach((issuer) -> lookups
				.add(new DirectoryLookup("identities", "identities/any(c:c/issuerAssignedId eq %s and c/issuer eq %s)"
					.formatted(value, literal(issuer)))));
		}
		if (addresses.isEmpty() && subject.of(IdentifierKind.OBJECT_ID).isEmpty()) {
			subject.of(IdentifierKind.PHONE).forEach((phone) -> writings(phone).forEach((writing) -> {
				lookups.add(new DirectoryLookup("mobilePhone", "mobilePhone eq " + literal(writing)));
				lookups
					.add(new DirectoryLookup("businessPhones", "businessPhones/any(p:p eq " + literal(writing) + ")"));
			}));
		}
		return lookups;
	}

	/**
	 * How people write a number into a directory, which compares texts.
	 */
	private static Set<String> writings(String e164) {
		PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
		Set<String> writings = new LinkedHashSet<>(Set.of(e164));
		try {
			var number = phones.parse(e164, null);
			writings.add(phones.format(number, PhoneNumberFormat.INTERNATIONAL));
			writings.add(phones.format(number, PhoneNumberFormat.NATIONAL));
			writings.add(phones.getNationalSignificantNumber(number));
			writings.add("+" + number.getCountryCode() + " " + phones.getNationalSignificantNumber(number));
		}
		catch (NumberParseException ex) {
			throw new IllegalArgumentException("not a phone number in E.164 form", ex);
		}
		return writings;
	}

	private static String literal(String value) {
		return "'" + value.replace("'", "''") + "'";
	}

}
