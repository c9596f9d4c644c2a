package org.dsrhub.check;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import org.dsrhub.source.VendorFault;
import org.dsrhub.tenant.Credential;
import org.dsrhub.tenant.Tenant;

/**
 * What to grant or to correct, in words for the person who can. They name hosts, ids of
 * applications and subscriptions, and settings; never what a service answered.
 */
public final class Words {

	/**
	 * What the numbers of the login mean, by Microsoft's list of them.
	 */
	private static final Map<String, String> LOGIN = Map.ofEntries(
			Map.entry("AADSTS7000215", "the client secret is wrong; put the secret's value there, not its id"),
			Map.entry("AADSTS7000222", "the client secret has expired; make a new one"),
			Map.entry("AADSTS700016",
					"the tenant has no such application; correct credential.clientId or entraTenantId"),
			Map.entry("AADSTS7000229", "the application is registered, but has no service principal in the tenant"),
			Map.entry("AADSTS7000112", "the application is disabled; enable it"),
			Map.entry("AADSTS90002", "there is no such tenant; correct entraTenantId or endpoints.login"),
			Map.entry("AADSTS700027", "the certificate is not registered with the application; upload it there"),
			Map.entry("AADSTS700211",
					"the application trusts no such issuer; add the cluster's to its federated credentials"),
			Map.entry("AADSTS700213",
					"the application trusts no such subject; add this service account to its federated credentials"),
			Map.entry("AADSTS70021",
					"the application has no federated credential for this cluster and service account; add it"),
			Map.entry("AADSTS500011",
					"the tenant does not know this service; are endpoints and login of the same cloud?"),
			Map.entry("AADSTS53003", "a Conditional Access policy for workload identities stops the application"));

	private Words() {
	}

	/**
	 * Who has to be granted something.
	 */
	public static String who(Credential credential) {
		boolean managed = credential instanceof Credential.ManagedIdentity;
		if (credential.clientId() == null) {
			return managed ? "the machine's managed identity" : "the hub";
		}
		return (managed ? "the managed identity " : "the application ") + credential.clientId();
	}

	/**
	 * Why the login gave no token.
	 * @param status such as {@code the login answered HTTP 401, AADSTS7000215}
	 * @param code the login's own number
	 */
	public static String refused(String status, Optional<String> code) {
		return status + ": " + code.map(LOGIN::get)
			.orElse("it refuses the credential; check credential and entraTenantId in the tenant file");
	}

	/**
	 * Why nobody answered.
	 * @param host that was called, with its port if it has one
	 */
	public static String unreachable(String host, Throwable problem) {
		for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnknownHostException) {
				return host + ": there is no such host; correct its address in the tenant file, or the name service";
			}
			if (cause instanceof SSLException) {
				return host + ": no TLS; if it shows a certificate of your own CA, name that CA's PEM file under trust";
			}
			if (cause instanceof SocketTimeoutException || cause instanceof HttpTimeoutException
					|| cause instanceof TimeoutException) {
				return host
						+ ": no answer within limits.connectTimeout and responseTimeout; is it open in the firewall?";
			}
			if (cause instanceof ConnectException) {
				return host + ": nobody takes the connection; correct its address, or open it in the firewall";
			}
		}
		return host + ": the connection broke off (%s)".formatted(problem.getClass().getSimpleName());
	}

	/**
	 * Why a service gave no first page.
	 * @param needs what has to be granted, or null where the source's file does not say
	 */
	public static String refused(String host, VendorFault fault, Tenant tenant, String needs) {
		String answered = "%s answered %s: ".formatted(host, fault.getMessage());
		return switch (fault.reason()) {
			case NOT_PERMITTED -> answered + (fault.getMessage().endsWith("401")
					? "it refuses the token; are entraTenantId and the endpoints of one tenant and cloud?"
					: grant(tenant.credential(), needs));
			case NOT_FOUND -> answered + "correct subscriptions in the tenant file, or the path in the source's; or "
					+ grant(tenant.credential(), needs);
			case BAD_REQUEST -> answered + "it does not understand the question; does it know this apiVersion?";
			case THROTTLED -> answered + "it wants to be asked later";
			case UNREACHABLE -> answered + "it is out of order; ask again later";
			case INVALID_ANSWER -> "%s: %s; does a proxy answer in its place?".formatted(host, fault.getMessage());
			case BUSY, FOUND_AGAIN, NOT_EFFECTIVE, OPERATION_FAILED, NOT_FINISHED, NOT_CONFIGURED, INTERNAL ->
				fault.getMessage();
		};
	}

	/**
	 * What to grant.
	 * @param needs such as {@code the role 'Reader' on the subscription}, or null
	 */
	public static String grant(Credential credential, String needs) {
		return "grant %s %s".formatted(who(credential), (needs != null) ? needs : "what this source needs");
	}

}
