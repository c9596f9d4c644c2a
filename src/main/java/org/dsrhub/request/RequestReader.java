package org.dsrhub.request;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Makes a canonical request of a document.
 */
public interface RequestReader {

	RequestDocument read(JsonNode document);

}
