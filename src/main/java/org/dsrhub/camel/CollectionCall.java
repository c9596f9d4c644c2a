package org.dsrhub.camel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.Source;
import org.dsrhub.task.CallRates;
import org.dsrhub.task.Circuits;
import org.dsrhub.task.Collection;
import org.dsrhub.tenant.Tenant;

/**
 * A call for a collection, at its source's rate.
 */
interface CollectionCall extends Call {

	Collection collection();

	CallRates rates();

	Circuits circuits();

	@Override
	default Tenant tenant() {
		return collection().tenant();
	}

	@Override
	default String source() {
		return collection().source().source();
	}

	@Override
	default Map<String, List<String>> identifiers() {
		Map<String, List<String>> identifiers = new LinkedHashMap<>();
		collection().request()
			.identity()
			.subject()
			.identifiers()
			.forEach((kind, values) -> identifiers.put(kind.label(), List.copyOf(values)));
		return identifiers;
	}

	@Override
	default boolean renew() {
		return collection().renew();
	}

	@Override
	default void answered(ServiceLimits limits) {
		circuits().answered(tenant(), source(), limits);
	}

	@Override
	default void heard(ServiceLimits limits) {
		circuits().heard(tenant(), source(), limits);
	}

	@Override
	default void turn() {
		Source.Rate rate = collection().source().collect().rate();
		if (rate != null) {
			rates().await(tenant().tenant(), rate);
		}
	}

}
