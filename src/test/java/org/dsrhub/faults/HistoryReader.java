package org.dsrhub.faults;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.endtoend.Installation;
import org.dsrhub.endtoend.Leak;
import org.dsrhub.evidence.EvidenceVerifier;
import org.dsrhub.faults.History.Chain;
import org.dsrhub.faults.History.Pack;
import org.dsrhub.faults.History.Row;
import org.dsrhub.faults.History.Told;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads what is left of a run, each part where it lies.
 */
final class HistoryReader {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final Installation installation;

	HistoryReader(Installation installation) {
		this.installation = installation;
	}

	/**
	 * The ledger's requests and duplicates.
	 */
	static List<Row> rows(JdbcClient ledger) {
		List<Row> rows = new ArrayList<>(ledger.sql("""
				select id, tenant, reference, asked, state, coalesce(revision, 0) as revision, package_path,
				package_sha256, null as original from request""").query((row, number) -> row(row)).list());
		rows.addAll(ledger.sql("""
				select id, tenant, reference, '' as asked, '' as state, 0 as revision, null as package_path,
				null as package_sha256, request as original from duplicate""").query((row, number) -> row(row)).list());
		return rows;
	}

	private static Row row(java.sql.ResultSet row) throws java.sql.SQLException {
		return new Row(row.getString("id"), row.getString("tenant"), row.getString("reference"), row.getString("asked"),
				row.getString("state"), row.getInt("revision"), row.getString("package_path"),
				row.getString("package_sha256"), row.getString("original"));
	}

	/**
	 * The outbox's files by {@code tenant/reference}.
	 */
	Map<String, JsonNode> outbox() {
		Map<String, JsonNode> told = new TreeMap<>();
		Path outbox = this.installation.folder().resolve("outbox");
		for (Path file : files(outbox)) {
			String name = outbox.relativize(file).toString();
			if (name.endsWith(".json") && !name.contains("/.")) {
				told.put(name.substring(0, name.length() - ".json".length()), json(bytes(file)));
			}
		}
		return told;
	}

	static Told told(JsonNode result) {
		Set<String> outcomes = new TreeSet<>();
		result.path("tasks")
			.forEach((task) -> outcomes.add("%s %s %d".formatted(task.path("source").asText(),
					task.path("outcome").asText(), task.path("count").asInt())));
		return new Told(result.path("id").asText(), result.path("state").asText(), outcomes);
	}

	/**
	 * The evidence of these requests, as one node hands it out for an auditor.
	 */
	static Map<String, Chain> chains(Node node, Iterable<String> requests) {
		Map<String, byte[]> documents = new TreeMap<>();
		requests.forEach((id) -> documents.put(id, node.get("/api/requests/" + id + "/evidence/file")));
		Map<String, String> faults = new TreeMap<>();
		EvidenceVerifier.verify(documents, Set.of())
			.stream()
			.filter((finding) -> !finding.valid())
			.forEach((finding) -> faults.put(finding.document(), finding.fault()));
		Map<String, Chain> chains = new TreeMap<>();
		documents.forEach((id, document) -> chains.put(id,
				new Chain(json(document).path("entries").findValuesAsText("event"), faults.get(id))));
		return chains;
	}

	/**
	 * The packages of the tenants whose container is a folder, by path.
	 */
	Map<String, byte[]> localPackages() {
		Map<String, byte[]> packages = new TreeMap<>();
		Path folder = this.installation.data().resolve("packages");
		for (Path file : files(folder)) {
			if (file.toString().endsWith(".zip")) {
				packages.put(folder.relativize(file).toString(), bytes(file));
			}
		}
		return packages;
	}

	/**
	 * Reads a package.
	 * @param canaries what must not be in it
	 */
	static Pack pack(byte[] zip, List<String> canaries) {
		Map<String, byte[]> entries = Leak.entries(zip);
		Set<String> content = new TreeSet<>();
		json(entries.get("subject.json")).findValues("records")
			.forEach((records) -> records.forEach((item) -> content.add(item.path("source") + " " + item.at("/data/id")
					+ " " + item.path("id") + " " + item.path("data"))));
		List<String> foreign = new ArrayList<>();
		entries.forEach((name, bytes) -> {
			String text = new String(bytes, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
			canaries.stream().filter(text::contains).forEach((canary) -> foreign.add(name + ": " + canary));
		});
		return new Pack(sha256(zip), content, foreign);
	}

	/**
	 * What lies in the inboxes and in staging and should be gone when all is done.
	 */
	List<String> left() {
		List<String> left = new ArrayList<>();
		Path folder = this.installation.folder();
		for (Path file : files(folder.resolve("inbox"))) {
			if (file.getParent().getParent().getFileName().toString().equals("inbox")
					|| file.toString().contains(".rejected")) {
				left.add(folder.relativize(file).toString());
			}
		}
		files(this.installation.data().resolve("staging"))
			.forEach((file) -> left.add(this.installation.data().relativize(file).toString()));
		return left;
	}

	private static List<Path> files(Path folder) {
		if (!Files.exists(folder)) {
			return List.of();
		}
		try (Stream<Path> files = Files.walk(folder, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
			return files.filter(Files::isRegularFile).toList();
		}
		catch (UncheckedIOException ex) {
			// One went while it was looked at.
			return files(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] bytes(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static JsonNode json(byte[] bytes) {
		try {
			return JSON.readTree(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String sha256(byte[] bytes) {
		try {
			return Sha256.of(new ByteArrayInputStream(bytes));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
