package org.dsrhub.mail;

/**
 * What kind of machine wrote a mail, if any; the hub answers none of them.
 */
public enum Automatic {

	/** A person, as far as can be seen. */
	NO,
	/** An absence note or the like (RFC 3834). */
	REPLY,
	/** A mailing list (RFC 2369, 2919) or bulk mail. */
	LIST,
	/** A report that a mail could not be delivered (RFC 3464), or one with no sender. */
	BOUNCE

}
