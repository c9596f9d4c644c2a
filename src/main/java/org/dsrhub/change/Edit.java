package org.dsrhub.change;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What is to become of an item.
 */
sealed interface Edit {

	/** The person is not in it. */
	record Gone() implements Edit {
	}

	/** It is as it should be. */
	record Keep() implements Edit {
	}

	/** Another one takes its place. */
	record Replace(JsonNode item) implements Edit {
	}

	/** It goes. */
	record Delete() implements Edit {
	}

	/** A rule forbids to touch it. */
	record Refuse(String rule) implements Edit {
	}

}
