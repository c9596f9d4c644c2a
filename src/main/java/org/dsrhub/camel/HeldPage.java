package org.dsrhub.camel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.NotPersons;
import org.dsrhub.source.Page;

/**
 * A page that was read and is not handed over yet.
 *
 * @param link how the next page is asked for, or null after the last one
 * @param url where it was read, without query
 * @param notPersons what was taken from it because it is nobody's own
 */
record HeldPage(List<JsonNode> records, String link, String url, NotPersons notPersons) implements Page {

	static HeldPage of(Page page, String url) throws IOException {
		List<JsonNode> records = new ArrayList<>();
		String link = page.read(records::add);
		return new HeldPage(records, link, url, NotPersons.NONE);
	}

	/**
	 * Takes from the page what is nobody's own.
	 */
	HeldPage without(Predicate<JsonNode> groups, Predicate<JsonNode> servicePrincipals) {
		NotPersons taken = new NotPersons(take(groups), take(servicePrincipals));
		return new HeldPage(this.records, this.link, this.url, taken);
	}

	@Override
	public String read(Consumer<JsonNode> consumer) {
		this.records.forEach(consumer);
		return this.link;
	}

	private long take(Predicate<JsonNode> which) {
		int before = this.records.size();
		this.records.removeIf(which);
		return before - this.records.size();
	}

}
