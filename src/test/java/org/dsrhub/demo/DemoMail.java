package org.dsrhub.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.dsrhub.simulated.SimulatedMail;
import org.dsrhub.simulated.SimulatedTenant;
import org.dsrhub.simulated.SimulatedVendorMail;

/**
 * The demo's mail server, with the mailbox of a tenant's administrator, and the vendor
 * that answers only by e-mail: it asks for confirmation, then sends its export.
 */
final class DemoMail implements AutoCloseable {

	private static final String EXPORT = """
			[{"id":"api-1","api":"orders","operation":"GET /orders/{id}","user":"%1$s","calls":118},
			 {"id":"api-2","api":"payments","operation":"POST /payments","user":"%1$s",
			  "note":"token shared with hana@contoso.example"},
			 {"id":"api-3","api":"orders","operation":"GET /orders/{id}","user":"hana@contoso.example","calls":4}]
			""";

	private final SimulatedMail server = SimulatedMail.start();

	private final SimulatedVendorMail vendor = new SimulatedVendorMail(this.server, "d4apis", "vendor.example", "admin",
			"contoso.example");

	/**
	 * Opens the mailboxes and lets the vendor answer.
	 * @param folder where their passwords and the roots that the tenant trusts are
	 * written
	 * @return what the tenant's file needs
	 */
	String open(SimulatedTenant tenant, Path folder) {
		try {
			Path trust = Files.writeString(folder.resolve("demo-ca.pem"), tenant.login().caPem() + this.server.caPem());
			String administrator = this.server.mailbox("admin", "contoso.example", folder);
			this.server.mailbox("d4apis", "vendor.example", folder);
			this.vendor.answerAll(EXPORT::formatted);
			return """
					trust: %s
					mailboxes: {administrator: %s}
					defenderForApis: {to: %s, answersFrom: [vendor.example], acknowledge: by-rule}
					""".formatted(trust, administrator, this.vendor.address());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.vendor.close();
		this.server.close();
	}

}
