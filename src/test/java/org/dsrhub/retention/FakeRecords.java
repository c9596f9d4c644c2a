package org.dsrhub.retention;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

import org.dsrhub.tenant.Tenant;

/**
 * A container with the records of runs, into which the test writes, too.
 */
final class FakeRecords implements StoredRuns {

	final Map<UUID, byte[]> records = new TreeMap<>();

	void put(UUID run, RunRecords writer) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		writer.write(run, out);
		this.records.put(run, out.toByteArray());
	}

	void change(UUID run, UnaryOperator<String> change) {
		this.records.computeIfPresent(run, (id, record) -> change.apply(new String(record, StandardCharsets.UTF_8))
			.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public List<UUID> list(Tenant tenant) {
		return List.copyOf(this.records.keySet());
	}

	@Override
	public InputStream open(Tenant tenant, UUID run) {
		return new ByteArrayInputStream(this.records.get(run));
	}

}
