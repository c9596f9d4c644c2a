package org.dsrhub.camel;

import java.util.List;
import java.util.Map;

import org.dsrhub.source.ServiceLimits;
import org.dsrhub.tenant.Tenant;

/**
 * One call to a service: the variable {@code fetch} of its exchange.
 */
interface Call {

	/**
	 * In whose scope and on whose credential.
	 */
	Tenant tenant();

	/**
	 * Which source is read, or what else is asked.
	 */
	String source();

	/**
	 * What the placeholders of a path or query stand for, such as {@code subscription}.
	 */
	Map<String, String> values();

	/**
	 * The subject's identifiers in normal form, by kind, for a service that is asked for
	 * them.
	 */
	default Map<String, List<String>> identifiers() {
		return Map.of();
	}

	/**
	 * Whether the subject's directory entry is to be looked for among the deleted ones.
	 */
	default boolean deleted() {
		return false;
	}

	/**
	 * Whether a token that was refused may be renewed, once.
	 */
	boolean renew();

	/**
	 * A service is about to be asked.
	 * @param url where, without query
	 */
	default void asked(String url) {
	}

	/**
	 * The service has answered, and not with a fault.
	 * @param limits what its answer said of its limits
	 */
	default void answered(ServiceLimits limits) {
	}

	/**
	 * The service has answered, and not with a fault, but for what was asked it has to be
	 * called once more.
	 * @param limits what its answer said of its limits
	 */
	default void heard(ServiceLimits limits) {
	}

	/**
	 * Everything is ready for the call: waits until the service may be called.
	 */
	default void turn() {
	}

}
