package org.dsrhub.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;

/**
 * A report of what became of a mail (RFC 3464): what failed, and which mail it was.
 */
final class DeliveryReport {

	private static final Set<String> STATUS = Set.of("message/delivery-status", "message/global-delivery-status");

	private static final Set<String> ORIGINAL = Set.of("message/rfc822", "text/rfc822-headers", "message/global",
			"message/global-headers");

	/** One that is delayed or relayed has not failed. */
	private static final Pattern FAILED = Pattern.compile("(?im)^Action:[ \\t]*failed\\b");

	private final int limit;

	private final List<String> originals = new ArrayList<>();

	private boolean failed;

	/**
	 * A report.
	 * @param limit of how much of a part is read, in bytes
	 */
	DeliveryReport(int limit) {
		this.limit = limit;
	}

	/**
	 * Reads a part, if it belongs to the report.
	 */
	boolean takes(Part part) throws IOException, MessagingException {
		if (STATUS.contains(part.type().name())) {
			this.failed |= FAILED.matcher(new String(part.bytes(this.limit), StandardCharsets.ISO_8859_1)).find();
			return true;
		}
		if (ORIGINAL.contains(part.type().name())) {
			String id = MessageIds.only(
					MailHeader.of(new InternetHeaders(new ByteArrayInputStream(part.bytes(this.limit)))), "message-id");
			if (id != null) {
				this.originals.add(id);
			}
			return true;
		}
		return false;
	}

	/**
	 * The Message-IDs of what failed.
	 */
	List<String> bounced() {
		return this.failed ? List.copyOf(this.originals) : List.of();
	}

}
