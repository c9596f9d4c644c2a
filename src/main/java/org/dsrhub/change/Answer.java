package org.dsrhub.change;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a service answered that could be understood: an item, or that there is none.
 *
 * @param body null where the item is absent
 */
public record Answer(int status, JsonNode body) {

	boolean absent() {
		return this.body == null;
	}

}
