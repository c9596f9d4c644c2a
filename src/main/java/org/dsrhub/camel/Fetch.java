package org.dsrhub.camel;

import java.io.IOException;

import org.dsrhub.source.Page;
import org.dsrhub.source.VendorFault;

/**
 * A call that gets the next page, and where it puts what came. A Kamelet's connection
 * ends with the Kamelet, so it hands the page over itself.
 */
interface Fetch extends Call {

	/**
	 * How the next page is asked for, as the page before said: a link as the service gave
	 * it, say; null for the first page.
	 */
	default String link() {
		return null;
	}

	/**
	 * Takes a page.
	 * @param url where it was read, without query
	 */
	void take(Page page, String url) throws IOException;

	/**
	 * There is no such thing, and that is an answer.
	 */
	void absent();

	/**
	 * The service gave no answer that can be read.
	 */
	default void fault(VendorFault fault) {
		throw fault;
	}

}
