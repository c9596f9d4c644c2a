package org.dsrhub.mail;

/**
 * Whether a mail comes from the domain that its From names, by the receiving server's own
 * Authentication-Results (RFC 8601); what another host added counts for nothing.
 */
public enum Authenticity {

	/** DMARC passed, or SPF or DKIM passed for From's own domain. */
	PASSED,
	/** The server found that it does not, or that it did not look at From's domain. */
	FAILED,
	/** The server said nothing. */
	UNKNOWN

}
