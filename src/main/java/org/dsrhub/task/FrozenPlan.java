package org.dsrhub.task;

import java.util.List;

import org.dsrhub.source.Source;
import org.dsrhub.tenant.Tenant;

/**
 * What a task goes by to its end, also when the configuration changes meanwhile: its
 * source as the file described it, with the tenant's own API version, and the tenant's
 * subscriptions.
 */
record FrozenPlan(Source source, List<String> subscriptions) {

	public FrozenPlan {
		subscriptions = List.copyOf(subscriptions);
	}

	static FrozenPlan of(Tenant tenant, Source source) {
		return new FrozenPlan(tenant.at(source), source.perSubscription() ? tenant.subscriptions() : List.of());
	}

	/**
	 * How often the source is read: once for each subscription, or once.
	 */
	int parts() {
		return this.source.perSubscription() ? this.subscriptions.size() : 1;
	}

	/**
	 * The version of the API that is read.
	 */
	public String apiVersion() {
		return this.source.collect().parameters().get("apiVersion");
	}

}
