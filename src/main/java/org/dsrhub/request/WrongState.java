package org.dsrhub.request;

/**
 * The request is not in the state that this needs.
 */
public class WrongState extends RuntimeException {

	public WrongState(String message) {
		super(message);
	}

}
