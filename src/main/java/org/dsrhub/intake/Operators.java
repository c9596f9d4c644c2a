package org.dsrhub.intake;

import java.util.List;
import java.util.Set;

import org.dsrhub.security.Caller;
import org.dsrhub.subject.Identifiers;
import org.dsrhub.tenant.Tenant;

/**
 * Who may send requests by mail.
 */
final class Operators {

	private Operators() {
	}

	/**
	 * On whose authority a mail from an address is taken: nobody's, one operator's, or
	 * those of several entries with the same address, of which none can be meant.
	 * @param from normalised, or null
	 */
	static List<Caller> of(Tenant tenant, String from) {
		return tenant.operators()
			.stream()
			.filter((operator) -> Identifiers.email(operator.address()).filter((one) -> one.equals(from)).isPresent())
			.map((operator) -> new Caller((operator.login() != null) ? operator.login() : from, operator.roles(),
					Set.of(tenant.tenant())))
			.toList();
	}

}
