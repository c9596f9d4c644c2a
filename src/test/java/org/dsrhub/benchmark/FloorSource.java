package org.dsrhub.benchmark;

import java.util.List;

/**
 * What a floor knows of a source.
 *
 * @param source its name
 * @param system the folder of its file in the package
 * @param path how the address of its call ends
 * @param version the version of its API
 */
record FloorSource(String source, String system, String path, String version) {

	static final List<FloorSource> ALL = List.of(
			new FloorSource("activity-log", "Azure Activity Log", "/eventtypes/management/values", "2015-04-01"),
			new FloorSource("defender-alerts", "Defender for Cloud", "/alerts", "2022-01-01"),
			new FloorSource("defender-jit-policies", "Defender for Cloud", "/jitNetworkAccessPolicies", "2020-01-01"),
			new FloorSource("defender-security-contacts", "Defender for Cloud", "/securityContacts",
					"2023-12-01-preview"),
			new FloorSource("entra-user", "Entra ID", "/users/", "v1.0"));

	/**
	 * Whether this is the source's call.
	 */
	boolean answers(String call) {
		String path = call.contains("?") ? call.substring(0, call.indexOf('?')) : call;
		return this.path.endsWith("/") ? path.contains(this.path) : path.endsWith(this.path);
	}

}
