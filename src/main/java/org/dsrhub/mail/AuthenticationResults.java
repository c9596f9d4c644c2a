package org.dsrhub.mail;

import java.util.List;
import java.util.Map;

/**
 * One Authentication-Results header field (RFC 8601).
 *
 * @param server the authserv-id in lower case; null where there is none, as in those of
 * Exchange Online
 * @param results in their order; none if the server found nothing, or if they cannot be
 * understood
 */
record AuthenticationResults(String server, List<Result> results) {

	/**
	 * What one method found.
	 *
	 * @param method such as {@code spf}, in lower case
	 * @param result such as {@code pass}, in lower case
	 * @param properties such as {@code smtp.mailfrom}, in lower case, to their values;
	 * one that is given twice has none, since nobody can tell which is meant
	 */
	record Result(String method, String result, Map<String, String> properties) {

		boolean is(String method, String result) {
			return this.method.equals(method) && this.result.equals(result);
		}

		/**
		 * The domain in a property: all of it, or what follows the last {@code @}.
		 */
		String domain(String property) {
			String value = this.properties.getOrDefault(property, "");
			return value.substring(value.lastIndexOf('@') + 1);
		}

	}

	List<Result> of(String method) {
		return this.results.stream().filter((result) -> result.method().equals(method)).toList();
	}

}
