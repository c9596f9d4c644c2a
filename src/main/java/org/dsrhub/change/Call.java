package org.dsrhub.change;

import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A call to a service.
 *
 * @param path below the service's address, percent-encoded where it has to be
 * @param body or null
 */
public record Call(Method method, String path, JsonNode body) {

	/**
	 * What HTTP calls it.
	 */
	public enum Method {

		GET, PUT, PATCH, POST, DELETE

	}

	static Call get(String path) {
		return new Call(Method.GET, path, null);
	}

	/**
	 * What evidence and logs may say of it.
	 */
	@Override
	public String toString() {
		return this.method.name().toLowerCase(Locale.ROOT);
	}

}
