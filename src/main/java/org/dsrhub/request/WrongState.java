package org.dsrhub.request;

/**
 * The request does not stand where this could be done.
 */
public class WrongState extends RuntimeException {

	public WrongState(String message) {
		super(message);
	}

}
