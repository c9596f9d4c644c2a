package org.dsrhub.correspondence;

import java.io.IOException;

/**
 * A vendor's file in which the hub finds no records for sure; a person has to read it.
 */
class Unreadable extends IOException {

	private static final long serialVersionUID = 1;

	/**
	 * @param message what it is not; nothing of its content
	 */
	Unreadable(String message) {
		super(message);
	}

}
