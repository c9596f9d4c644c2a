package org.dsrhub.camel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.Page;
import org.dsrhub.tenant.Tenant;

/**
 * Gets a first page to see whether it can be got. What is in it is read, so that a
 * misshapen answer shows, and let go.
 */
final class FirstPage implements Fetch {

	private final Tenant tenant;

	private final String source;

	private final Map<String, String> values;

	private final boolean kept;

	private final List<JsonNode> items = new ArrayList<>();

	private String url;

	private boolean renewed;

	private boolean answered;

	/**
	 * A page that has not been got.
	 * @param kept whether its items are wanted, which may not be about people
	 */
	FirstPage(Tenant tenant, String source, Map<String, String> values, boolean kept) {
		this.tenant = tenant;
		this.source = source;
		this.values = Map.copyOf(values);
		this.kept = kept;
	}

	@Override
	public Tenant tenant() {
		return this.tenant;
	}

	@Override
	public String source() {
		return this.source;
	}

	@Override
	public Map<String, String> values() {
		return this.values;
	}

	@Override
	public boolean renew() {
		boolean first = !this.renewed;
		this.renewed = true;
		return first;
	}

	@Override
	public void take(Page page, String url) throws IOException {
		page.read((item) -> {
			if (this.kept) {
				this.items.add(item);
			}
		});
		this.answered = true;
	}

	@Override
	public void absent() {
		this.answered = true;
	}

	@Override
	public void asked(String url) {
		this.url = url;
	}

	/**
	 * Where it was asked for, without query; null if it came to no call.
	 */
	String url() {
		return this.url;
	}

	/**
	 * Whether there was an answer; after a refused token there is none yet.
	 */
	boolean answered() {
		return this.answered;
	}

	List<JsonNode> items() {
		return this.items;
	}

}
