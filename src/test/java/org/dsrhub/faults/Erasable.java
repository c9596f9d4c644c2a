package org.dsrhub.faults;

import java.time.Instant;
import java.util.List;

import org.dsrhub.endtoend.Installation;
import org.dsrhub.simulated.SampleColleagues;
import org.dsrhub.simulated.SimulatedTenant;

/**
 * A tenant of its own for one erasure, so that what the services were told to change can
 * be compared with what they are told where nothing is disturbed.
 */
final class Erasable implements AutoCloseable {

	private static final String NOW = "{\"permanentDelete\":\"now\",\"deleteJitPolicies\":true}";

	private static final String POLICIES = "/subscriptions/first/resourceGroups/rg-operations/providers/"
			+ "Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/";

	/** What one of them comes to, known by heart. */
	static final List<String> EFFECTS = List.of(
			"PUT /subscriptions/first/providers/Microsoft.Security/securityContacts/default replaced",
			"DELETE /subscriptions/second/providers/Microsoft.Security/securityContacts/default deleted",
			"PUT " + POLICIES + "operations replaced", "PUT " + POLICIES + "kim-alone replaced",
			"DELETE /v1.0/users/kim deleted softly", "DELETE /v1.0/directory/deletedItems/kim deleted for good");

	private final SimulatedTenant tenant;

	private final SampleColleagues people;

	private Erasable(SimulatedTenant tenant) {
		this.tenant = tenant;
		this.people = SampleColleagues.settle(tenant, Instant.now());
	}

	static Erasable in(Installation installation, int number, String more) {
		Erasable erasable = new Erasable(SimulatedTenant.start("erasure-" + number));
		installation.with(erasable.tenant, more);
		return erasable;
	}

	SimulatedTenant tenant() {
		return this.tenant;
	}

	Filing filing() {
		return new Filing(this.tenant.name(), "E-1", "erase", this.people.email(), null, NOW);
	}

	/**
	 * What was changed, in words that are the same for each of these tenants.
	 */
	List<String> effects() {
		return this.tenant.effects()
			.stream()
			.map((effect) -> effect.line()
				.replace(this.tenant.subscriptions().get(0), "first")
				.replace(this.tenant.subscriptions().get(1), "second")
				.replace(this.people.objectId(), "kim"))
			.toList();
	}

	@Override
	public void close() {
		this.tenant.close();
	}

}
