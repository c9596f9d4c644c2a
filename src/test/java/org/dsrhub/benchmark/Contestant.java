package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is measured: a process that takes request files from an inbox and says in an
 * outbox what became of them. The hub is one, each floor is one.
 *
 * @param name how it is called in the table
 * @param folder its inbox, outbox and data
 */
record Contestant(String name, JavaProcess process, Path folder) implements AutoCloseable {

	static final String TENANT = "contoso";

	/**
	 * Files one file with so many requests about one subject, no two of them the same
	 * request, and waits for the last package.
	 * @return how long it took
	 */
	Duration fulfil(String prefix, int requests) throws IOException, InterruptedException {
		if (requests == 0) {
			return Duration.ZERO;
		}
		StringBuilder file = new StringBuilder("reference,right,email,ipAddresses\n");
		List<String> references = new ArrayList<>();
		for (int number = 1; number <= requests; number++) {
			String reference = "%s-%06d".formatted(prefix, number);
			references.add(reference);
			file.append("%s,export,%s,10.%d.%d.%d%n".formatted(reference, VendorAnswers.SUBJECT, prefix.charAt(0) % 32,
					number / 250, number % 250));
		}
		Instant begin = drop(TENANT, prefix + ".csv", file.toString());
		for (String reference : references) {
			await(TENANT, reference, Duration.ofMinutes(5));
		}
		return Duration.between(begin, Instant.now());
	}

	/**
	 * Drops a file as a careful sender does.
	 * @return when
	 */
	Instant drop(String tenant, String name, String text) throws IOException {
		return drop(this.folder, tenant, name, text);
	}

	/**
	 * Drops a file into the inbox of a folder.
	 * @return when
	 */
	static Instant drop(Path folder, String tenant, String name, String text) throws IOException {
		Path written = Files.writeString(folder.resolve("." + name), text);
		Instant begin = Instant.now();
		Path inbox = Files.createDirectories(folder.resolve("inbox").resolve(tenant));
		Files.move(written, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
		return begin;
	}

	/**
	 * Waits until a request is completed.
	 * @return what the outbox says of it
	 */
	String await(String tenant, String reference, Duration limit) throws IOException, InterruptedException {
		Path file = this.folder.resolve("outbox").resolve(tenant).resolve(reference + ".json");
		Instant end = Instant.now().plus(limit);
		while (true) {
			String result = Files.exists(file) ? Files.readString(file) : "";
			if (result.contains("\"state\":\"completed\"")) {
				return result;
			}
			if (result.contains("\"state\":\"completed-") || result.contains("\"attention\":\"")
					|| Instant.now().isAfter(end) || !this.process.isAlive()) {
				throw new IllegalStateException("not completed: " + file);
			}
			Thread.sleep(10);
		}
	}

	/**
	 * The size of the packages, in bytes.
	 */
	long packageBytes() throws IOException {
		try (var files = Files.walk(this.folder.resolve("data/packages"))) {
			List<Path> zips = files.filter((file) -> file.endsWith("package.zip")).toList();
			long bytes = 0;
			for (Path zip : zips) {
				bytes += Files.size(zip);
			}
			return bytes / Math.max(1, zips.size());
		}
	}

	@Override
	public void close() {
		this.process.close();
	}

}
