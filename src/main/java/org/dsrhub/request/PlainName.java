package org.dsrhub.request;

import java.util.regex.Pattern;

/**
 * A field's name as an error may say it. One that the filer made up may be a value in the
 * wrong place.
 */
final class PlainName {

	private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	private PlainName() {
	}

	static String of(String name) {
		return PLAIN.matcher(name).matches() ? name : "(name)";
	}

}
