package org.dsrhub.simulated;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What a simulated subscription holds, and the api-versions that it is read in. The
 * contacts of 2017 are a list of their own: several of any name, where later versions
 * have one that is named {@code default}.
 */
public enum ArmKind {

	SECURITY_CONTACTS("Microsoft.Security", "securityContacts", "2020-01-01-preview", "2023-12-01-preview"),
	LEGACY_SECURITY_CONTACTS("Microsoft.Security", "securityContacts", "2017-08-01-preview"),
	JIT_POLICIES("Microsoft.Security", "jitNetworkAccessPolicies", "2020-01-01"),
	ALERTS("Microsoft.Security", "alerts", "2022-01-01"),
	ACTIVITY_LOG("microsoft.insights", "eventtypes/management/values", "2015-04-01");

	private final String provider;

	private final String type;

	private final Set<String> versions;

	ArmKind(String provider, String type, String... versions) {
		this.provider = provider;
		this.type = type;
		this.versions = Set.of(versions);
	}

	boolean locatable() {
		return this == JIT_POLICIES || this == ALERTS;
	}

	private boolean at(ArmPath path) {
		return this.provider.equalsIgnoreCase(path.provider()) && this.type.equalsIgnoreCase(path.type());
	}

	static boolean knows(ArmPath path) {
		return Arrays.stream(values()).anyMatch((kind) -> kind.at(path));
	}

	static Optional<ArmKind> of(ArmPath path, String version) {
		return Arrays.stream(values()).filter((kind) -> kind.at(path) && kind.versions.contains(version)).findFirst();
	}

}
