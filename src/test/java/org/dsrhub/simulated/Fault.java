package org.dsrhub.simulated;

import java.io.IOException;

/**
 * One way to answer a call other than as usual. Not answering is one, too: the connection
 * is closed afterwards whatever was sent.
 */
@FunctionalInterface
interface Fault {

	void play(Exchange exchange) throws IOException, InterruptedException;

}
