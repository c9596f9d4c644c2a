package org.dsrhub.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A property's name as rules see it: letters and digits in lower case. A claim's name, a
 * long URI, counts as the path that it is.
 */
record FieldName(List<String> segments) {

	private static final Set<String> OBJECT_IDS = Set.of("objectid", "aaduserid", "userid", "useroid", "oid",
			"objectidentifier", "principalid");

	private static final List<String> SECRETS = List.of("password", "passwd", "pwd", "clientsecret", "secret",
			"accesstoken", "refreshtoken", "idtoken", "sastoken", "sasuri", "sasurl", "accountkey", "sharedaccesskey",
			"sharedaccesssignature", "privatekey", "apikey", "connectionstring");

	static FieldName of(String name) {
		List<String> segments = new ArrayList<>(1);
		for (String part : name.contains("://") ? name.split("/+") : new String[] { name }) {
			String normal = normal(part);
			if (!normal.isEmpty()) {
				segments.add(normal);
			}
		}
		return new FieldName(segments);
	}

	static String normal(String text) {
		StringBuilder normal = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (Character.isLetterOrDigit(c)) {
				normal.append(Character.toLowerCase(c));
			}
		}
		return normal.toString();
	}

	String last() {
		return this.segments.isEmpty() ? "" : this.segments.get(this.segments.size() - 1);
	}

	/** Whether a GUID here is a person's directory object. */
	boolean objectId() {
		return OBJECT_IDS.contains(last());
	}

	boolean phone() {
		String name = last();
		boolean says = name.contains("phone") || name.contains("mobile") || name.contains("fax") || name.equals("tel")
				|| name.startsWith("telno") || name.startsWith("telnumber");
		return says && !name.endsWith("id") && !name.endsWith("time") && !name.endsWith("date");
	}

	boolean secret() {
		String name = last();
		return SECRETS.stream().anyMatch(name::endsWith);
	}

	/** Whether a URL here carries its own access rights in the query. */
	boolean storage() {
		return last().equals("storagelocation");
	}

	/** Four numbers here are a version, not an address. */
	boolean version() {
		return last().endsWith("version");
	}

}
