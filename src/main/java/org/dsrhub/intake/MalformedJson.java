package org.dsrhub.intake;

/**
 * A body that is no JSON document: says where, and never repeats it.
 */
public class MalformedJson extends RuntimeException {

	MalformedJson(String message) {
		super(message);
	}

}
