package org.dsrhub.simulated;

import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The {@code $filter} clauses on users that the simulated directory understands, joined
 * by {@code and}, {@code or} and parentheses. Text is compared without regard to case.
 */
final class UserFilter {

	/**
	 * The directory does not understand the filter.
	 */
	static final class Unsupported extends Exception {

		private static final long serialVersionUID = 1L;

		Unsupported(String message) {
			super(message);
		}

	}

	private static final Set<String> FIELDS = Set.of("mail", "userPrincipalName", "mobilePhone");

	private static final Set<String> LISTS = Set.of("proxyAddresses", "otherMails", "businessPhones");

	// The directory's own limit for one filter.
	private static final int MOST_CLAUSES = 15;

	private static final String TEXT = "'((?:[^']|'')*)'";

	private static final Pattern FIELD = Pattern.compile("(\\w+)\\s+eq\\s+" + TEXT);

	private static final Pattern LIST = Pattern
		.compile("(\\w+)/any\\(\\s*(\\w+)\\s*:\\s*\\2\\s+eq\\s+" + TEXT + "\\s*\\)");

	private static final Pattern IDENTITY = Pattern
		.compile("identities/any\\(\\s*(\\w+)\\s*:\\s*\\1/issuerAssignedId\\s+eq\\s+" + TEXT
				+ "\\s+and\\s+\\1/issuer\\s+eq\\s+" + TEXT + "\\s*\\)");

	private final String filter;

	private int position;

	private int clauses;

	private UserFilter(String filter) {
		this.filter = filter;
	}

	static Predicate<JsonNode> of(String filter) throws Unsupported {
		UserFilter parser = new UserFilter(filter.strip());
		Predicate<JsonNode> whole = parser.either();
		if (parser.position < parser.filter.length()) {
			throw new Unsupported("Unsupported or invalid query filter clause specified.");
		}
		return whole;
	}

	private Predicate<JsonNode> either() throws Unsupported {
		Predicate<JsonNode> left = both();
		while (next(Pattern.compile("\\s+or\\s+")) != null) {
			left = left.or(both());
		}
		return left;
	}

	private Predicate<JsonNode> both() throws Unsupported {
		Predicate<JsonNode> left = clause();
		while (next(Pattern.compile("\\s+and\\s+")) != null) {
			left = left.and(clause());
		}
		return left;
	}

	private Predicate<JsonNode> clause() throws Unsupported {
		if (++this.clauses > MOST_CLAUSES) {
			throw new Unsupported("Too many child clauses specified in search filter expression. Max allowed: 15.");
		}
		if (next(Pattern.compile("\\(\\s*")) != null) {
			Predicate<JsonNode> inner = either();
			if (next(Pattern.compile("\\s*\\)")) == null) {
				throw new Unsupported("A parenthesis is not closed.");
			}
			return inner;
		}
		Matcher found = next(IDENTITY);
		if (found != null) {
			String id = text(found.group(2));
			String issuer = text(found.group(3));
			return (user) -> any(user.path("identities"),
					(one) -> same(one.path("issuerAssignedId"), id) && same(one.path("issuer"), issuer));
		}
		found = next(LIST);
		if (found != null && LISTS.contains(found.group(1))) {
			String list = found.group(1);
			String text = text(found.group(3));
			return (user) -> any(user.path(list), (one) -> same(one, text));
		}
		found = (found == null) ? next(FIELD) : null;
		if (found != null && FIELDS.contains(found.group(1))) {
			String field = found.group(1);
			String text = text(found.group(2));
			return (user) -> same(user.path(field), text);
		}
		throw new Unsupported("Unsupported or invalid query filter clause specified.");
	}

	private Matcher next(Pattern pattern) {
		Matcher matcher = pattern.matcher(this.filter).region(this.position, this.filter.length());
		if (!matcher.lookingAt()) {
			return null;
		}
		this.position = matcher.end();
		return matcher;
	}

	private static String text(String quoted) {
		return quoted.replace("''", "'");
	}

	private static boolean same(JsonNode value, String text) {
		return value.isTextual() && value.asText().equalsIgnoreCase(text);
	}

	private static boolean any(JsonNode list, Predicate<JsonNode> test) {
		return StreamSupport.stream(list.spliterator(), false).anyMatch(test);
	}

}
