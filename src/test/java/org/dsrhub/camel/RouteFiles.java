package org.dsrhub.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;

/**
 * The hub's route files, for tests of one route alone.
 */
final class RouteFiles {

	private RouteFiles() {
	}

	/**
	 * Adds routes to a context that is not started yet.
	 * @param names such as {@code task/change-trace}
	 */
	static void load(CamelContext camel, String... names) throws Exception {
		for (String name : names) {
			PluginHelper.getRoutesLoader(camel)
				.loadRoutes(
						PluginHelper.getResourceLoader(camel).resolveResource("file:routes/" + name + ".camel.yaml"));
		}
	}

}
