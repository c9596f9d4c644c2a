package org.dsrhub.security;

/**
 * The caller may see the thing, but their roles do not allow what they ask.
 */
public class NotAllowed extends RuntimeException {

	/**
	 * Refuses.
	 * @param rule which roles would be needed, for the caller to read
	 */
	public NotAllowed(String rule) {
		super(rule);
	}

}
