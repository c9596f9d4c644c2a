package org.dsrhub.subject;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A user of the directory as Microsoft Graph answers it, seen as a person with
 * identifiers.
 *
 * @param objectId the entry's id
 * @param kind {@code member}, {@code guest} or {@code personal-account}
 * @param identifiers everything in the entry that names the person, in normal form
 * @param names their names and account names
 */
record DirectoryEntry(String objectId, String kind, Map<IdentifierKind, Set<String>> identifiers, Set<String> names) {

	/**
	 * After a soft delete the principal name has the object id, without dashes, in front.
	 */
	private static final Pattern DELETED = Pattern.compile("^[0-9a-f]{32}(?=.)", Pattern.CASE_INSENSITIVE);

	/**
	 * A guest's principal name holds the address it was invited by.
	 */
	private static final Pattern GUEST = Pattern.compile("^(.+)_([^_@]+)#EXT#@.+$", Pattern.CASE_INSENSITIVE);

	/**
	 * Reads an entry.
	 * @param region how its phone numbers without {@code +} are read
	 * @return empty if it has no object id
	 */
	public static Optional<DirectoryEntry> of(JsonNode user, String region) {
		return Identifiers.objectId(user.path("id").asText("")).map((id) -> {
			Map<IdentifierKind, Set<String>> found = new EnumMap<>(IdentifierKind.class);
			for (IdentifierKind kind : IdentifierKind.values()) {
				found.put(kind, new LinkedHashSet<>());
			}
			found.get(IdentifierKind.OBJECT_ID).add(id);
			String principal = user.path("userPrincipalName").asText("");
			if (DELETED.matcher(principal).replaceFirst("").length() < principal.length()
					&& principal.toLowerCase(java.util.Locale.ROOT).startsWith(id.replace("-", ""))) {
				principal = principal.substring(32);
			}
			// Her mangled name is hers too.
			Identifiers.userPrincipalName(user.path("userPrincipalName").asText(""))
				.ifPresent(found.get(IdentifierKind.USER_PRINCIPAL_NAME)::add);
			Identifiers.userPrincipalName(principal).ifPresent(found.get(IdentifierKind.USER_PRINCIPAL_NAME)::add);
			Consumer<String> address = (text) -> Identifiers.email(text.replaceAll("^'+|'+$", ""))
				.ifPresent(found.get(IdentifierKind.EMAIL)::add);
			Matcher guest = GUEST.matcher(principal);
			if (guest.matches()) {
				address.accept(guest.group(1) + "@" + guest.group(2));
			}
			address.accept(user.path("mail").asText(""));
			user.path("otherMails").forEach((mail) -> address.accept(mail.asText("")));
			user.path("proxyAddresses").forEach((proxy) -> {
				address.accept(proxy.asText("").replaceFirst("^[A-Za-z0-9]+:", ""));
			});
			user.path("imAddresses").forEach((im) -> address.accept(im.asText("").replaceFirst("^sip:", "")));
			user.path("identities").forEach((identity) -> address.accept(identity.path("issuerAssignedId").asText("")));
			Consumer<String> phone = (text) -> Identifiers.phone(text, region)
				.ifPresent(found.get(IdentifierKind.PHONE)::add);
			phone.accept(user.path("mobilePhone").asText(""));
			user.path("businessPhones").forEach((number) -> phone.accept(number.asText("")));
			for (String sid : new String[] { "onPremisesSecurityIdentifier", "securityIdentifier" }) {
				Identifiers.sid(user.path(sid).asText("")).ifPresent(found.get(IdentifierKind.SID)::add);
			}
			return new DirectoryEntry(id, kind(user, principal), found, names(user));
		});
	}

	/**
	 * Whether this is the person asked for: by an object id, principal name or address
	 * given, or, where only a phone was given, by that.
	 */
	public boolean belongsTo(Subject subject) {
		Set<String> addresses = new LinkedHashSet<>(this.identifiers.get(IdentifierKind.EMAIL));
		addresses.addAll(this.identifiers.get(IdentifierKind.USER_PRINCIPAL_NAME));
		boolean strongGiven = java.util.Arrays.stream(IdentifierKind.values())
			.anyMatch((kind) -> kind.strong() && !subject.of(kind).isEmpty());
		return subject.has(IdentifierKind.OBJECT_ID, this.objectId)
				|| addresses.stream()
					.anyMatch((address) -> subject.has(IdentifierKind.EMAIL, address)
							|| subject.has(IdentifierKind.USER_PRINCIPAL_NAME, address))
				|| (!strongGiven && this.identifiers.get(IdentifierKind.PHONE)
					.stream()
					.anyMatch((phone) -> subject.has(IdentifierKind.PHONE, phone)));
	}

	private static String kind(JsonNode user, String principal) {
		for (JsonNode identity : user.path("identities")) {
			if ("MicrosoftAccount".equalsIgnoreCase(identity.path("issuer").asText(""))) {
				return "personal-account";
			}
		}
		boolean guest = "Guest".equalsIgnoreCase(user.path("userType").asText("")) || principal.contains("#EXT#");
		return guest ? "guest" : "member";
	}

	private static Set<String> names(JsonNode user) {
		Set<String> names = new LinkedHashSet<>();
		for (String property : new String[] { "displayName", "mailNickname", "onPremisesSamAccountName", "givenName",
				"surname" }) {
			String name = user.path(property).asText("").strip();
			if (!name.isEmpty()) {
				names.add(name);
			}
		}
		return names;
	}

}
