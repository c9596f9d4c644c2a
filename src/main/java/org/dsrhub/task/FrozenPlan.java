package org.dsrhub.task;

import java.util.List;
import java.util.Optional;

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
	 * How often the source is read: for each subscription once, or once for each question
	 * that is asked there.
	 */
	int parts() {
		return (this.source.perSubscription() ? this.subscriptions.size() : 1) * questions();
	}

	/**
	 * The subscription that a part is about.
	 */
	Optional<String> subscription(int part) {
		return this.source.perSubscription() ? Optional.of(this.subscriptions.get(part / questions()))
				: Optional.empty();
	}

	/**
	 * What is asked in a part.
	 */
	Optional<Source.Ask> ask(int part) {
		List<Source.Ask> asks = this.source.collect().asks();
		return asks.isEmpty() ? Optional.empty() : Optional.of(asks.get(part % asks.size()));
	}

	private int questions() {
		return Math.max(1, this.source.collect().asks().size());
	}

	/**
	 * The version of the API that is read.
	 */
	public String apiVersion() {
		return this.source.collect().parameters().get("apiVersion");
	}

}
