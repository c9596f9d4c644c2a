package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JVM of its own, with the figures that are read from outside of it.
 */
final class JavaProcess implements AutoCloseable {

	private static final Duration ENOUGH = Duration.ofMinutes(2);

	private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->\\d+M\\(\\d+M\\)");

	private final Process process;

	private final Path log;

	private final Path collections;

	private JavaProcess(Process process, Path log, Path collections) {
		this.process = process;
		this.log = log;
		this.collections = collections;
	}

	/**
	 * Starts it.
	 * @param folder where its logs go
	 * @param command what follows {@code java}
	 */
	static JavaProcess start(Path java, Path folder, List<String> command) throws IOException {
		Path log = folder.resolve("process.log");
		Path collections = folder.resolve("gc.log");
		List<String> whole = new ArrayList<>(
				List.of(java.resolve("bin/java").toString(), "-Xlog:gc:file=" + collections + "::filecount=0"));
		whole.addAll(command);
		Process process = new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		return new JavaProcess(process, log, collections);
	}

	/**
	 * Waits for a line of its output.
	 * @return the line
	 */
	String await(String text) throws IOException, InterruptedException {
		Instant end = Instant.now().plus(ENOUGH);
		while (Instant.now().isBefore(end) && this.process.isAlive()) {
			try (Stream<String> lines = Files.lines(this.log)) {
				var found = lines.filter((line) -> line.contains(text)).findFirst();
				if (found.isPresent()) {
					return found.get();
				}
			}
			Thread.sleep(20);
		}
		throw new IllegalStateException("no \"" + text + "\" in " + this.log);
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * The processor time that it has used.
	 */
	Duration cpu() {
		return this.process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
	}

	/**
	 * The most heap that was in use when a collection began, in MB.
	 */
	long peakHeap() throws IOException {
		long peak = 0;
		for (String line : Files.readAllLines(this.collections)) {
			Matcher matcher = COLLECTION.matcher(line);
			if (matcher.find()) {
				peak = Math.max(peak, Long.parseLong(matcher.group(1)));
			}
		}
		return peak;
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			this.process.onExit().get(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			this.process.destroyForcibly();
		}
	}

}
