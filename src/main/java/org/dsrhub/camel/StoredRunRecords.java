package org.dsrhub.camel;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.retention.StoredRuns;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * Finds and reads the records of runs where each tenant keeps its packages.
 */
@Component
class StoredRunRecords implements StoredRuns {

	private static final Pattern RECORD = Pattern
		.compile("(?:.*/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.json");

	private final Containers containers;

	StoredRunRecords(Containers containers) {
		this.containers = containers;
	}

	@Override
	public List<UUID> list(Tenant tenant) throws IOException {
		return this.containers.list(tenant, folder(tenant))
			.stream()
			.map(RECORD::matcher)
			.filter(Matcher::matches)
			.map((name) -> UUID.fromString(name.group(1)))
			.sorted()
			.toList();
	}

	@Override
	public InputStream open(Tenant tenant, UUID run) throws IOException {
		return this.containers.open(tenant, folder(tenant) + "/" + run + ".json");
	}

	private static String folder(Tenant tenant) {
		return tenant.tenant() + "/retention";
	}

}
