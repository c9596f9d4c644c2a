package org.dsrhub.task;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dsrhub.request.Asked;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Work;
import org.dsrhub.source.Source;
import org.dsrhub.subject.Identity;
import org.dsrhub.tenant.Tenant;

import org.springframework.stereotype.Component;

/**
 * Plans a request's tasks, for a lift with what restrictions took before.
 */
@Component
public class Planning {

	private final Tasks tasks;

	private final SealedValues sealed;

	private final FrozenPlans plans;

	Planning(Tasks tasks, SealedValues sealed, FrozenPlans plans) {
		this.tasks = tasks;
		this.sealed = sealed;
		this.plans = plans;
	}

	/**
	 * Fans a request out.
	 * @param sources the sources asked for, or all of the tenant's
	 * @throws org.dsrhub.request.LeaseLost if the claim on the request no longer holds
	 */
	public void plan(Work work, RequestRow request, Tenant tenant, Collection<Source> sources, Identity identity) {
		Asked asked = Asked.of(request.document());
		// Before the transaction of the plan, which would need a second connection for
		// it.
		sources.forEach((source) -> this.plans.keep(tenant, source));
		this.tasks.plan(work, identity, Plan.of(asked, tenant, sources, request.roles(), identity,
				asked.lift() ? restricted(tenant, identity) : Map.of()));
	}

	private Map<String, List<Changing.Item>> restricted(Tenant tenant, Identity identity) {
		Map<String, Map<String, Changing.Item>> bySource = new LinkedHashMap<>();
		// The oldest value is what there was before any restriction.
		this.sealed.restricted(tenant.tenant(), identity.subject())
			.forEach((value) -> bySource.computeIfAbsent(value.source(), (source) -> new LinkedHashMap<>())
				.putIfAbsent(value.record(), Changing.Item.lift(value.record(), value.path(), value.id())));
		Map<String, List<Changing.Item>> items = new LinkedHashMap<>();
		bySource.forEach((source, values) -> items.put(source, List.copyOf(values.values())));
		return items;
	}

}
