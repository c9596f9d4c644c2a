package org.dsrhub.mail;

import java.util.Locale;

/**
 * Why a mail cannot be read as a whole. Of such a mail nothing but its header is used.
 */
enum MailFault {

	/** More bytes than {@link MailLimits#mail()}. */
	MAIL_TOO_LONG,
	/**
	 * The mail's header, or that of a part, is longer than {@link MailLimits#header()}.
	 */
	HEADER_TOO_LONG,
	/** A line of a megabyte; RFC 5322 allows 998 characters. */
	LINE_TOO_LONG,
	/** More parts than {@link MailLimits#parts()}. */
	TOO_MANY_PARTS,
	/** More multiparts within each other than {@link MailLimits#depth()}. */
	TOO_DEEP,
	/** More words than {@link MailLimits#text()}. */
	TEXT_TOO_LONG,
	/** More in files than {@link MailLimits#attachments()}. */
	ATTACHMENTS_TOO_LONG,
	/** A multipart with no usable boundary, or without a part. */
	BROKEN_STRUCTURE,
	/** A multipart that never ends: the rest of the mail may be missing. */
	CUT_OFF,
	/**
	 * A Base64 part that is none, or an encoding that RFC 2045 does not have, such as
	 * uuencode: what it holds is not what was sent.
	 */
	BROKEN_ENCODING,
	/** Something that the reader does not expect. */
	UNREADABLE;

	/**
	 * The name in the ledger and in logs: {@code too-many-parts}.
	 */
	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
