package org.dsrhub.security;

/**
 * What the caller asks for does not exist, or belongs to a tenant that is not theirs: the
 * two must look the same.
 */
public class NotThere extends RuntimeException {

	public NotThere() {
		super("there is nothing here, or it is not yours to see");
	}

	/**
	 * Nothing there, in other words.
	 * @param message for the caller; equal for what is absent and what is another
	 * tenant's
	 */
	public NotThere(String message) {
		super(message);
	}

}
