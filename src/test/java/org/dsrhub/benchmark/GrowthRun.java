package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How the time of a request grows with its sources, and with the records in each: every
 * source is an alerts' source of its own name, every record is the subject's.
 */
final class GrowthRun {

	static final String HEAD = """
			| sources | records in each | requests | ms/request | CPU ms/request | calls/request | package KB | peak heap |
			|---|---|---|---|---|---|---|---|""";

	private static final List<Integer> SOURCES = List.of(1, 3, 6, 12);

	private static final List<Integer> RECORDS = List.of(10, 100, 1000);

	private final Path java;

	private final Path folder;

	private final Options options;

	GrowthRun(Path java, Path folder, Options options) {
		this.java = java;
		this.folder = folder;
		this.options = options;
	}

	/**
	 * Measures with more and more sources, then with more and more records.
	 * @return the rows of the table
	 */
	List<String> run() throws IOException, InterruptedException {
		List<String> rows = new ArrayList<>();
		for (int sources : SOURCES) {
			rows.add(measured(sources, RECORDS.get(0)));
		}
		for (int records : RECORDS.subList(1, RECORDS.size())) {
			rows.add(measured(SOURCES.get(1), records));
		}
		return rows;
	}

	private String measured(int sources, int records) throws IOException, InterruptedException {
		Path place = Files.createDirectories(this.folder.resolve(sources + "-" + records));
		try (VendorProcess vendor = VendorProcess.start(place.resolve("vendor"), this.options, records);
				Contestant hub = HubUnderTest.start(this.java, HubFolder.ofAlerts(place, vendor, sources),
						this.options)) {
			hub.fulfil("FIRST", 1);
			hub.fulfil("WARM", this.options.warmup());
			Duration before = hub.process().cpu();
			long calls = vendor.calls();
			Duration time = hub.fulfil("R", this.options.requests());
			double requests = this.options.requests();
			String row = "| %d | %,d | %,d | %.1f | %.1f | %.1f | %.1f | %d MB |".formatted(sources, records,
					this.options.requests(), time.toMillis() / requests,
					hub.process().cpu().minus(before).toMillis() / requests, (vendor.calls() - calls) / requests,
					hub.packageBytes() / 1000.0, hub.process().peakHeap());
			System.out.println(row);
			return row;
		}
	}

}
