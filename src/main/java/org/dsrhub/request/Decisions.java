package org.dsrhub.request;

import java.util.UUID;

/**
 * Takes decisions.
 */
public interface Decisions {

	void decide(UUID request, Decision decision, String actor);

}
