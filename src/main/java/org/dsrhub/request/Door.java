package org.dsrhub.request;

/**
 * By which way a request came.
 */
public enum Door {

	INBOX, REST, MAIL

}
