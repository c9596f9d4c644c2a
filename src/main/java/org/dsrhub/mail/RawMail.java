package org.dsrhub.mail;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A mail that is still on the server.
 */
@FunctionalInterface
public interface RawMail {

	/**
	 * Writes the mail as it was received.
	 * @throws IOException if the server breaks off, or the output
	 */
	void writeTo(OutputStream output) throws IOException;

}
