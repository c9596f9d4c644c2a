package org.dsrhub.camel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.Page;

/**
 * A page that was read and is not handed over yet.
 *
 * @param link how the next page is asked for, or null after the last one
 * @param url where it was read, without query
 */
record HeldPage(List<JsonNode> records, String link, String url) implements Page {

	static HeldPage of(Page page, String url) throws IOException {
		List<JsonNode> records = new ArrayList<>();
		String link = page.read(records::add);
		return new HeldPage(records, link, url);
	}

	@Override
	public String read(Consumer<JsonNode> consumer) {
		this.records.forEach(consumer);
		return this.link;
	}

}
