package org.dsrhub.request;

/**
 * So many requests are open that no more are taken before some of them are closed.
 */
public class TooManyOpen extends RuntimeException {

	public TooManyOpen() {
		super("too many requests are open; this one is taken when some of them are closed: try again later");
	}

}
