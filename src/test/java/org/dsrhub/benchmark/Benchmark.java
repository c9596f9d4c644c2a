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
 * against the same vendor, and prints one table; and, in tables of their own, how the hub
 * grows and what several nodes do. The options are those of {@link Options}.
 */
public final class Benchmark {

	private static final Path FOLDER = Path.of("target", "benchmark").toAbsolutePath();

	private final Options options;

	private final List<Figures> figures = new ArrayList<>();

	private final List<String> more = new ArrayList<>();

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
				run(version, part, java, Files.createDirectories(FOLDER.resolve(version + "-" + part)));
			}
		}
		print();
	}

	private void run(String version, String part, Path java, Path folder) throws IOException, InterruptedException {
		switch (part) {
			case "alerts" -> alerts(version, java, folder);
			case "growth" -> table("JDK " + version, GrowthRun.HEAD, new GrowthRun(java, folder, this.options).run());
			case "nodes" -> table("JDK " + version, NodesFigures.HEAD, new NodesRun(java, folder, this.options).run());
			default -> this.figures.add(throughput(version, part, java, folder));
		}
	}

	private Figures throughput(String version, String part, Path java, Path folder)
			throws IOException, InterruptedException {
		try (VendorProcess vendor = vendor(folder); Contestant contestant = contestant(java, part, folder, vendor)) {
			contestant.fulfil("FIRST", 1);
			List<String> recording = vendor.recording();
			if (part.equals("hub")) {
				Files.write(calls(), recording);
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

	private Contestant contestant(Path java, String part, Path folder, VendorProcess vendor)
			throws IOException, InterruptedException {
		return switch (part) {
			case "hub" ->
				HubUnderTest.start(java, HubFolder.usual(folder, vendor, this.options.sources()), this.options);
			case "floor-a" -> floor(java, part, Floor.class, false, folder, vendor);
			case "floor-b" -> floor(java, part, Floor.class, true, folder, vendor);
			case "integration" -> floor(java, part, IntegrationFloor.class, true, folder, vendor);
			default -> throw new IllegalArgumentException("run=" + part);
		};
	}

	private Contestant floor(Path java, String part, Class<?> program, boolean rows, Path folder, VendorProcess vendor)
			throws IOException, InterruptedException {
		if (Files.notExists(calls())) {
			throw new IllegalStateException("the hub has to be run first: " + part + " makes its calls");
		}
		Files.copy(calls(), folder.resolve("calls"));
		List<String> command = new ArrayList<>(List.of("-Xmx" + this.options.heap()));
		command.addAll(this.options.jvm());
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
		command.addAll(FloorTask.arguments(folder, vendor, this.options.floorWorkers(), rows));
		JavaProcess process = JavaProcess.start(java, folder, command);
		process.await("event=ready");
		return new Contestant(part, process, folder);
	}

	private void alerts(String version, Path java, Path folder) throws IOException, InterruptedException {
		try (VendorProcess vendor = vendor(folder);
				Contestant hub = HubUnderTest.start(java, HubFolder.usual(folder, vendor, this.options.sources()),
						this.options)) {
			Instant begin = hub.drop("large", "large.json",
					"{\"reference\":\"LARGE\",\"tenant\":\"large\",\"right\":\"export\",\"sources\":[\"defender-alerts\"],"
							+ "\"subject\":{\"email\":\"%s\"}}".formatted(VendorAnswers.SUBJECT));
			String result = hub.await("large", "LARGE", Duration.ofHours(1));
			Duration time = Duration.between(begin, Instant.now());
			JsonNode document = new ObjectMapper().readTree(result);
			String line = "JDK %s  %,d alerts in pages of %,d: %.0f s, %,.0f alerts/s, package of %,d MB, peak heap %d MB of %s"
				.formatted(version, document.path("tasks").path(0).path("count").asLong(), this.options.page(),
						time.toMillis() / 1000.0, this.options.alerts() * 1000.0 / time.toMillis(),
						document.path("package").path("bytes").asLong() >> 20, hub.process().peakHeap(),
						this.options.heap());
			System.out.println(line);
			this.more.add("\n" + line);
		}
	}

	private VendorProcess vendor(Path folder) throws IOException, InterruptedException {
		return VendorProcess.start(folder.resolve("vendor"), this.options, this.options.alerts());
	}

	private static Path calls() {
		return FOLDER.resolve("calls");
	}

	private void table(String title, String head, List<String> rows) {
		this.more.add("\n" + title + "\n\n" + head);
		this.more.addAll(rows);
	}

	private void print() throws IOException {
		System.out.printf("%n%s, %d processors, -Xmx%s, %d requests after %d to warm up%n%n",
				System.getProperty("os.name"), Runtime.getRuntime().availableProcessors(), this.options.heap(),
				this.options.requests(), this.options.warmup());
		if (!this.figures.isEmpty()) {
			System.out.println(Figures.HEAD);
			this.figures.forEach((one) -> System.out.println(one.line(this.figures)));
		}
		if (!this.figures.isEmpty() && !this.options.latency().isZero() && this.options.workers() > 0) {
			Allowed allowed = Allowed.of(this.options, Files.readAllLines(calls()));
			table("With slow services", Allowed.HEAD, this.figures.stream().map(allowed::line).toList());
		}
		this.more.forEach(System.out::println);
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
