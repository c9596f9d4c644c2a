package org.dsrhub.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Follows requests as anybody outside can, by the outbox and by what the inbox rejects,
 * and tells each step in a line.
 */
final class Progress {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Duration PAUSE = Duration.ofMillis(100);

	private final Path folder;

	private final PrintStream out;

	private final Map<String, JsonNode> results = new TreeMap<>();

	private final Map<Path, JsonNode> rejected = new TreeMap<>();

	private final Set<String> told = new HashSet<>();

	/**
	 * @param folder with {@code inbox/} and {@code outbox/}
	 */
	Progress(Path folder, PrintStream out) {
		this.folder = folder;
		this.out = out;
	}

	/**
	 * Follows until these requests are closed.
	 * @param names as {@code tenant/reference}
	 * @return false if they are not by then
	 */
	boolean follow(Collection<String> names, Duration limit) throws InterruptedException {
		Instant end = Instant.now().plus(limit);
		while (!names.stream().allMatch(this::closed)) {
			if (Instant.now().isAfter(end)) {
				return false;
			}
			look();
			Thread.sleep(PAUSE.toMillis());
		}
		return true;
	}

	void followForEver() throws InterruptedException {
		while (true) {
			look();
			Thread.sleep(PAUSE.toMillis());
		}
	}

	/**
	 * The latest result of each request, by {@code tenant/reference}.
	 */
	Map<String, JsonNode> results() {
		return this.results;
	}

	/**
	 * The reports of rejected rows, by their files.
	 */
	Map<Path, JsonNode> rejected() {
		return this.rejected;
	}

	private boolean closed(String name) {
		return this.results.containsKey(name) && !this.results.get(name).path("closedAt").isNull();
	}

	private void look() {
		for (Path file : files("inbox/*/.rejected/*.errors.json")) {
			if (!this.rejected.containsKey(file)) {
				JsonNode errors = read(file);
				this.rejected.put(file, errors);
				errors.forEach((error) -> tell(file.getName(file.getNameCount() - 3).toString(),
						error.path("reference").asText("-"), refusal(file, error)));
			}
		}
		for (Path file : files("outbox/*/*.json")) {
			JsonNode result = read(file);
			if (result.isMissingNode()) {
				continue;
			}
			String name = result.path("tenant").asText() + "/" + result.path("reference").asText();
			if (!result.equals(this.results.put(name, result))) {
				steps(result).stream()
					.filter((step) -> this.told.add(name + " " + step))
					.forEach((step) -> tell(result.path("tenant").asText(), result.path("reference").asText(), step));
			}
		}
	}

	private static List<String> steps(JsonNode result) {
		List<String> steps = new ArrayList<>();
		steps.add("%s received, to be answered by %s".formatted(result.path("right").asText(),
				result.path("deadline").asText()));
		if (!result.path("duplicateOf").isNull()) {
			steps.add("the same as request " + result.path("duplicateOf").asText());
		}
		for (JsonNode task : result.path("tasks")) {
			if (!task.path("outcome").isNull()) {
				steps.add("  %-27s %s".formatted(task.path("source").asText(), Words.outcome(task)));
			}
		}
		switch (result.path("state").asText()) {
			case "awaiting-decision" -> steps.add("waits for a person's decision");
			case "attention" -> steps.add("waits for a person: " + result.path("attention").asText());
			default -> {
				if (!result.path("closedAt").isNull()) {
					steps.add(Words.end(result));
				}
			}
		}
		return steps;
	}

	private static String refusal(Path report, JsonNode error) {
		return "refused: %s, line %d, %s".formatted(
				report.getFileName().toString().replaceFirst("\\.errors\\.json$", ""), error.path("line").asInt(),
				Words.fault(error));
	}

	private void tell(String tenant, String reference, String step) {
		this.out.printf("%tT  %-9s %-7s %s%n", LocalTime.now(), tenant, reference, step);
	}

	private List<Path> files(String glob) {
		var matcher = this.folder.getFileSystem().getPathMatcher("glob:" + glob);
		Path top = this.folder.resolve(glob.substring(0, glob.indexOf('/')));
		try (Stream<Path> files = Files.walk(top, 3)) {
			return files.filter((file) -> matcher.matches(this.folder.relativize(file)))
				.filter((file) -> !file.getFileName().toString().startsWith("."))
				.sorted()
				.toList();
		}
		catch (UncheckedIOException | IOException ex) {
			// A file was moved away while the folder was listed: the next look finds it.
			return List.of();
		}
	}

	private static JsonNode read(Path file) {
		try {
			return JSON.readTree(file.toFile());
		}
		catch (FileNotFoundException ex) {
			return JSON.missingNode();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
