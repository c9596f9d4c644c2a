package org.dsrhub.intake;

import java.io.Closeable;
import java.io.IOException;

/**
 * The rows of an inbox file, read one by one. The same content gives the same rows in the
 * same order, since a row's number is its identity.
 */
interface Rows extends Closeable {

	/**
	 * The next row, or null after the last one. A fault in the file is a row; if nothing
	 * after it can be read, it is the last one.
	 * @throws IOException if the file cannot be read now; what was wrong with its content
	 * is a row
	 */
	Row next() throws IOException;

	/**
	 * How the filer calls a field of the request document in this file.
	 */
	default String field(String path) {
		return path;
	}

}
