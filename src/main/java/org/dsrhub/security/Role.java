package org.dsrhub.security;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a person or a door may do: the vendors' roles, which decide per source and right,
 * and the hub's own. The names are the same in logins, token claims and YAML.
 */
public enum Role {

	READER("Reader"), CONTRIBUTOR("Contributor"), OWNER("Owner"), ACCOUNT_ADMINISTRATOR("AccountAdministrator"),
	TENANT_ADMINISTRATOR("TenantAdministrator"), IOT_CENTRAL_ADMINISTRATOR("IoTCentralAdministrator"),
	PRIVACY_OPERATOR("PrivacyOperator"), APPROVER("Approver"), AUDITOR("Auditor"), HOLD_KEEPER("HoldKeeper");

	private final String label;

	Role(String label) {
		this.label = label;
	}

	/**
	 * The name as people write it.
	 */
	@JsonValue
	public String label() {
		return this.label;
	}

	/**
	 * Reads a role by its exact name.
	 * @throws IllegalArgumentException naming the known roles
	 */
	@JsonCreator
	public static Role of(String label) {
		return find(label).orElseThrow(() -> new IllegalArgumentException("unknown role '%s'; known are %s"
			.formatted(label, Arrays.stream(values()).map(Role::label).collect(Collectors.joining(", ")))));
	}

	public static Optional<Role> find(String label) {
		return Arrays.stream(values()).filter((role) -> role.label.equals(label)).findFirst();
	}

}
