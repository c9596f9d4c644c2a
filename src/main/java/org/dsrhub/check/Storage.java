package org.dsrhub.check;

import org.dsrhub.tenant.Credential;
import org.dsrhub.tenant.Tenant;

/**
 * What a storage account's refusal means, by its error code.
 */
public final class Storage {

	private Storage() {
	}

	/**
	 * Why it refused, and what to do.
	 * @param code such as {@code AuthorizationPermissionMismatch}
	 */
	public static String refused(Tenant tenant, String host, int status, String code) {
		String container = tenant.container().name();
		return "%s answered HTTP %d, %s: ".formatted(host, status, code) + switch (code) {
			case "AuthenticationFailed", "InvalidAuthenticationInfo", "NoAuthenticationInformation" ->
				(tenant.container().credential() instanceof Credential.ConnectionString)
						? "it refuses the account's key; take the connection string anew"
						: "it refuses the token; is the account of this tenant, and does it allow Entra ID?";
			case "AuthorizationPermissionMismatch" ->
				Words.grant(tenant.containerLogin().orElse(tenant.container().credential()),
						"the role 'Storage Blob Data Contributor' on the container " + container);
			case "AuthorizationFailure" -> "the account's firewall keeps this machine out; let it in";
			case "KeyBasedAuthenticationNotPermitted" ->
				"the account takes no keys; use another kind of container.credential";
			case "ContainerNotFound" -> "make the container %s, or allow the hub to".formatted(container);
			case "ContainerBeingDeleted", "ContainerDisabled", "AccountIsDisabled" ->
				"see what became of the container and its account";
			default -> "see what this code means for Azure Storage";
		};
	}

}
