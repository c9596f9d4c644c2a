package org.dsrhub.mail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.dsrhub.mail.AuthenticationResults.Result;

/**
 * Reads an Authentication-Results header field (RFC 8601, 2.2): comments, which may be
 * nested, folding, quoted strings, versions, {@code none}, any number of results. Results
 * of a field that breaks the grammar are not used, not even in part.
 */
final class AuthenticationResultsParser {

	private static final String VERSION = "1";

	private final String field;

	private int at;

	private AuthenticationResultsParser(String field) {
		this.field = field;
	}

	/**
	 * The results, or empty if not even the server's name can be read.
	 */
	static Optional<AuthenticationResults> parse(String field) {
		try {
			return Optional.of(new AuthenticationResultsParser(field).read());
		}
		catch (Malformed ex) {
			return Optional.empty();
		}
	}

	private AuthenticationResults read() throws Malformed {
		skip();
		String server = word();
		skip();
		if (next('=')) {
			this.at = 0;
			return new AuthenticationResults(null, results());
		}
		return new AuthenticationResults(server.toLowerCase(Locale.ROOT), afterServer());
	}

	private List<Result> afterServer() throws Malformed {
		if (!end() && !next(';') && !word().equals(VERSION)) {
			return List.of();
		}
		skip();
		if (!end() && !next(';')) {
			return List.of();
		}
		this.at++;
		return results();
	}

	private List<Result> results() {
		List<Result> results = new ArrayList<>();
		try {
			for (skip(); !end(); skip()) {
				if (next(';')) {
					this.at++;
				}
				else {
					result().ifPresent(results::add);
				}
			}
			return List.copyOf(results);
		}
		catch (Malformed ex) {
			return List.of();
		}
	}

	private Optional<Result> result() throws Malformed {
		String[] method = key().split("/", 2);
		if (method[0].equals("none") && (end() || next(';'))) {
			return Optional.empty();
		}
		String result = value().toLowerCase(Locale.ROOT);
		Map<String, String> properties = new HashMap<>();
		for (skip(); !end() && !next(';'); skip()) {
			String key = key();
			String value = value();
			properties.merge(key, value, (first, second) -> "");
		}
		return (method.length == 1 || method[1].equals(VERSION))
				? Optional.of(new Result(method[0], result, Map.copyOf(properties))) : Optional.empty();
	}

	/**
	 * A method with its version, or a property with its type: comments and spaces may
	 * stand around the sign between the two.
	 */
	private String key() throws Malformed {
		StringBuilder key = new StringBuilder(word());
		skip();
		while (joins(key.charAt(key.length() - 1)) || !end() && joins(this.field.charAt(this.at))) {
			key.append(word());
			skip();
		}
		return key.toString().toLowerCase(Locale.ROOT);
	}

	private static boolean joins(char sign) {
		return sign == '.' || sign == '/';
	}

	private String value() throws Malformed {
		skip();
		if (!next('=')) {
			throw new Malformed();
		}
		this.at++;
		skip();
		return run("");
	}

	private String word() throws Malformed {
		return run("=");
	}

	private String run(String ends) throws Malformed {
		StringBuilder run = new StringBuilder();
		int start = this.at;
		while (!end() && !space() && !next(';') && !next('(') && ends.indexOf(this.field.charAt(this.at)) < 0) {
			if (next('"')) {
				quoted(run);
			}
			else {
				run.append(this.field.charAt(this.at++));
			}
		}
		if (this.at == start) {
			throw new Malformed();
		}
		return run.toString();
	}

	private void quoted(StringBuilder run) throws Malformed {
		for (this.at++; sign() != '"'; this.at++) {
			if (sign() == '\\') {
				this.at++;
			}
			run.append(sign());
		}
		this.at++;
	}

	/**
	 * Passes spaces and comments.
	 */
	private void skip() throws Malformed {
		int depth = 0;
		while (depth > 0 || !end() && (space() || next('('))) {
			switch (sign()) {
				case '(' -> depth++;
				case ')' -> depth--;
				case '\\' -> this.at++;
				default -> {
				}
			}
			this.at++;
		}
	}

	private char sign() throws Malformed {
		if (end()) {
			throw new Malformed();
		}
		return this.field.charAt(this.at);
	}

	private boolean next(char sign) {
		return !end() && this.field.charAt(this.at) == sign;
	}

	private boolean space() {
		return next(' ') || next('\t');
	}

	private boolean end() {
		return this.at >= this.field.length();
	}

	/**
	 * The field breaks the grammar.
	 */
	private static final class Malformed extends Exception {

		Malformed() {
			super("not an Authentication-Results field", null, false, false);
		}

	}

}
