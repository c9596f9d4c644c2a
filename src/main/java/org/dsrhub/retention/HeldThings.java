package org.dsrhub.retention;

import java.util.List;
import java.util.Map;

import org.dsrhub.tenant.Tenant;

/**
 * What a legal hold keeps from being removed.
 */
interface HeldThings {

	/**
	 * Those that are held at the moment, and why.
	 */
	Map<Due, String> held(Tenant tenant, List<Due> things);

}
