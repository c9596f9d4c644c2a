package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.util.FileSystemUtils;

/**
 * Measures the hub and the floors one after the other, each in a process of its own
 * against the same vendor, and prints one table. The options are those of
 * {@link Options}.
 */
public final class Benchmark {

	private static final Path FOLDER = Path.of("target", "benchmark").toAbsolutePath();

	private final Options options;

	private final List<Figures> figures = new ArrayList<>();

	private final List<String> large = new ArrayList<>();

	private Benchmark(Options options) {
		this.options = options;
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		FileSystemUtils.deleteRecursively(FOLDER);
		new Benchmark(Options.of(args)).run();
		System.exit(0);
	}

	private void run() throws IOException, InterruptedException {
		for (Path java : this.options.java()) {
			String version = version(java);
			for (String part : this.options.run()) {
				Path folder = Files.createDirectories(FOLDER.resolve(version + "-" + part));
				try (VendorProcess vendor = VendorProcess.start(Files.createDirectories(folder.resolve("vendor")),
						this.options.alerts(), this.options.page())) {
					if (part.equals("alerts")) {
						alerts(version, java, folder, vendor);
					}
					else {
						this.figures.add(throughput(version, part, java, folder, vendor));
					}
				}
			}
		}
		print();
	}

	private Figures throughput(String version, String part, Path java, Path folder, VendorProcess vendor)
			throws IOException, InterruptedException {
		try (Contestant contestant = part.equals("hub") ? HubUnderTest.start(java, folder, vendor, this.options)
				: floor(java, part, folder, vendor)) {
			contestant.fulfil("FIRST", 1);
			List<String> recording = vendor.recording();
			if (part.equals("hub")) {
				Files.write(FOLDER.resolve("calls"), recording);
			}
			contestant.fulfil("WARM", this.options.warmup());
			Duration before = contestant.process().cpu();
			Duration vendorBefore = vendor.cpu();
			long calls = vendor.calls();
			Duration time = contestant.fulfil("R", this.options.requests());
			Figures measured = new Figures(version, part, this.options.requests(), time,
					contestant.process().cpu().minus(before), vendor.cpu().minus(vendorBefore), vendor.calls() - calls,
					contestant.packageBytes(), contestant.process().peakHeap());
			System.out.println(measured.line(List.of()));
			return measured;
		}
	}

	private Contestant floor(Path java, String part, Path folder, VendorProcess vendor)
			throws IOException, InterruptedException {
		Files.copy(FOLDER.resolve("calls"), folder.resolve("calls"));
		List<String> command = new ArrayList<>(List.of("-Xmx" + this.options.heap()));
		command.addAll(this.options.jvm());
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), Floor.class.getName(), folder.toString(),
				vendor.services(), vendor.login(), vendor.ca().toString(), Integer.toString(this.options.workers()),
				part.equals("floor-b") ? "rows" : "no-rows"));
		JavaProcess process = JavaProcess.start(java, folder, command);
		process.await("event=ready");
		return new Contestant(part, process, folder);
	}

	private void alerts(String version, Path java, Path folder, VendorProcess vendor)
			throws IOException, InterruptedException {
		try (Contestant hub = HubUnderTest.start(java, folder, vendor, this.options)) {
			Instant begin = hub.drop("large", "large.json",
					"{\"reference\":\"LARGE\",\"tenant\":\"large\",\"right\":\"export\",\"sources\":[\"defender-alerts\"],"
							+ "\"subject\":{\"email\":\"%s\"}}".formatted(VendorAnswers.SUBJECT));
			String result = hub.await("large", "LARGE", Duration.ofHours(1));
			Duration time = Duration.between(begin, Instant.now());
			JsonNode document = new ObjectMapper().readTree(result);
			this.large.add(
					"JDK %s  %,d alerts in pages of %,d: %.0f s, %,.0f alerts/s, package of %,d MB, peak heap %d MB of %s"
						.formatted(version, document.path("tasks").path(0).path("count").asLong(), this.options.page(),
								time.toMillis() / 1000.0, this.options.alerts() * 1000.0 / time.toMillis(),
								document.path("package").path("bytes").asLong() >> 20, hub.process().peakHeap(),
								this.options.heap()));
			System.out.println(this.large.get(this.large.size() - 1));
		}
	}

	private void print() {
		System.out.printf("%n%s, %d processors, -Xmx%s, %d requests after %d to warm up%n%n",
				System.getProperty("os.name"), Runtime.getRuntime().availableProcessors(), this.options.heap(),
				this.options.requests(), this.options.warmup());
		System.out.println(Figures.HEAD);
		this.figures.forEach((one) -> System.out.println(one.line(this.figures)));
		this.large.forEach((line) -> System.out.println("\n" + line));
		// A token that runs out is asked for anew, which is one call among thousands.
		if (this.figures.stream().map((one) -> Math.round(one.callsARequest() * 10)).distinct().count() > 1) {
			throw new IllegalStateException("not all made the same number of calls");
		}
	}

	private static String version(Path java) throws IOException {
		return Files.readAllLines(java.resolve("release"))
			.stream()
			.filter((line) -> line.startsWith("JAVA_VERSION="))
			.map((line) -> line.replaceAll("[^0-9.]", "").replaceAll("\\..*", ""))
			.findFirst()
			.orElseThrow();
	}

}
