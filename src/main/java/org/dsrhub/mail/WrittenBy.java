package org.dsrhub.mail;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells from its header whether a machine wrote a mail, and which kind of machine.
 */
final class WrittenBy {

	private static final List<String> LIST_FIELDS = List.of("list-id", "list-unsubscribe", "list-post");

	private static final Set<String> BULK = Set.of("bulk", "junk", "list");

	private static final Set<String> CARRIERS = Set.of("mailer-daemon", "postmaster");

	private static final List<String> REPLY_FIELDS = List.of("x-autoreply", "x-autorespond");

	private final MailHeader header;

	private final PartType type;

	private WrittenBy(MailHeader header) {
		this.header = header;
		this.type = PartType.of(header.first("content-type").orElse(null));
	}

	/**
	 * The kind of machine.
	 * @param from the address in From, normalised, if there is one
	 */
	static Automatic of(MailHeader header, Optional<String> from) {
		WrittenBy mail = new WrittenBy(header);
		if (mail.type.report("delivery-status")) {
			return Automatic.BOUNCE;
		}
		if (mail.reply()) {
			return Automatic.REPLY;
		}
		if (mail.list()) {
			return Automatic.LIST;
		}
		return (mail.nobodys() || from.filter(WrittenBy::carrier).isPresent()) ? Automatic.BOUNCE : Automatic.NO;
	}

	/**
	 * RFC 3834; other reports than of a delivery, such as of a mail's having been read
	 * (RFC 8098); and what Exchange and others write.
	 */
	private boolean reply() {
		return this.type.is("multipart/report") || says("auto-submitted", "no")
				|| says("x-auto-response-suppress", "none") || word("precedence").equals("auto_reply")
				|| REPLY_FIELDS.stream().anyMatch(this.header::has);
	}

	private boolean says(String name, String nothing) {
		return this.header.has(name) && !word(name).equals(nothing);
	}

	private boolean list() {
		return BULK.contains(word("precedence")) || LIST_FIELDS.stream().anyMatch(this.header::has);
	}

	private boolean nobodys() {
		return word("return-path").replace(" ", "").equals("<>");
	}

	private static boolean carrier(String from) {
		return CARRIERS.contains(from.substring(0, from.lastIndexOf('@')));
	}

	/**
	 * A field's value without comments and parameters.
	 */
	private String word(String name) {
		return this.header.first(name).orElse("").split("[;(]", 2)[0].strip().toLowerCase(Locale.ROOT);
	}

}
