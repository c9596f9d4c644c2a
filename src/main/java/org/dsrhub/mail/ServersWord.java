package org.dsrhub.mail;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.dsrhub.mail.MailHeader.Field;

/**
 * Which Authentication-Results field of a mail is the receiving server's own.
 * <p>
 * Anybody can write such a field, with the server's name in it, into a mail that they
 * send. RFC 8601, section 5, has the server take forged ones out; this does not rely on
 * it. A header grows at its top: what a server gets stands below the Received line that
 * it writes itself, and so does every field that a sender forged. Therefore the topmost
 * field with the server's name is believed, and only if it stands above the server's own
 * Received line: the topmost one that is {@code by} a host of that name or below it, or,
 * if there is none, the topmost of all. A line of the delivery into the mailbox
 * ({@code with LMTP}) is not taken for it. Lines of other hosts above are inner hops,
 * from the server to the mailbox.
 * <p>
 * Exchange Online writes the field without a server's name. It is taken for the server's
 * if it stands above a Received line that is the server's by name.
 */
final class ServersWord {

	private static final Pattern BY = Pattern.compile("(?i)\\bby\\s+([^\\s;()]+)");

	private static final Pattern WITH = Pattern.compile("(?i)\\bwith\\s+([^\\s;()]+)");

	private static final Pattern LOCAL = Pattern.compile("(?i)(UTF8)?LMTPS?A?");

	private final String server;

	private ServersWord(String server) {
		this.server = server.toLowerCase(Locale.ROOT);
	}

	/**
	 * The server's field, or empty if there is none.
	 * @param server its authserv-id, or null if it has none
	 */
	static Optional<AuthenticationResults> of(MailHeader header, String server) {
		return Optional.ofNullable(server).map(ServersWord::new).flatMap((word) -> word.in(header.fields()));
	}

	private Optional<AuthenticationResults> in(List<Field> fields) {
		List<Field> hops = fields.stream().filter((field) -> field.is("received") && !local(field)).toList();
		Optional<Field> named = hops.stream().filter(this::own).findFirst();
		Field border = named.or(() -> hops.stream().findFirst()).orElse(null);
		return fields.stream()
			.takeWhile((field) -> field != border)
			.filter((field) -> field.is("authentication-results"))
			.flatMap((field) -> AuthenticationResultsParser.parse(field.value()).stream())
			.filter((results) -> (results.server() != null) ? results.server().equals(this.server) : named.isPresent())
			.findFirst();
	}

	/**
	 * What a caller says of itself may be anywhere in the line, so that any {@code by}
	 * counts.
	 */
	private boolean own(Field received) {
		return BY.matcher(received.value())
			.results()
			.map((by) -> by.group(1).toLowerCase(Locale.ROOT))
			.anyMatch((host) -> host.equals(this.server) || host.endsWith("." + this.server));
	}

	private static boolean local(Field received) {
		List<String> with = WITH.matcher(received.value()).results().map((match) -> match.group(1)).toList();
		return with.size() == 1 && LOCAL.matcher(with.get(0)).matches()
				&& BY.matcher(received.value()).results().map(MatchResult::group).count() == 1;
	}

}
