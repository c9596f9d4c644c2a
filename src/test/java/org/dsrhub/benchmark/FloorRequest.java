package org.dsrhub.benchmark;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One request as a floor works on it, and the documents about it.
 */
final class FloorRequest {

	static final ObjectMapper JSON = new ObjectMapper();

	private final UUID id = UUID.randomUUID();

	private final Instant receivedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);

	private final LocalDate deadline = LocalDate.now().plusMonths(1);

	private final Map<FloorSource, List<JsonNode>> found = new LinkedHashMap<>();

	private final String reference;

	private final ObjectNode document;

	private JsonNode entry;

	private FloorFiles.Packed packed;

	private FloorEvidence evidence = FloorEvidence.NONE;

	private FloorRequest(String reference, ObjectNode document) {
		this.reference = reference;
		this.document = document;
	}

	/**
	 * Of a line of the inbox file.
	 */
	static FloorRequest of(String line) {
		String[] cells = line.split(",");
		ObjectNode document = JSON.createObjectNode()
			.put("reference", cells[0])
			.put("tenant", "contoso")
			.put("right", cells[1]);
		document.putObject("subject").put("email", cells[2]).putArray("ipAddresses").add(cells[3]);
		return new FloorRequest(cells[0], document);
	}

	UUID id() {
		return this.id;
	}

	String reference() {
		return this.reference;
	}

	ObjectNode document() {
		return this.document;
	}

	Instant receivedAt() {
		return this.receivedAt;
	}

	LocalDate deadline() {
		return this.deadline;
	}

	FloorEvidence evidence() {
		return this.evidence;
	}

	void evidence(FloorEvidence last) {
		this.evidence = last;
	}

	void identified(JsonNode directoryEntry) {
		this.entry = directoryEntry;
	}

	JsonNode entry() {
		return this.entry;
	}

	void found(FloorSource source, List<JsonNode> records) {
		this.found.put(source, records);
	}

	Map<FloorSource, List<JsonNode>> found() {
		return this.found;
	}

	void packaged(FloorFiles.Packed thePackage) {
		this.packed = thePackage;
	}

	FloorFiles.Packed packed() {
		return this.packed;
	}

	/**
	 * A record as it stands in the package.
	 */
	ObjectNode record(FloorSource source, JsonNode data, String url) {
		ObjectNode record = JSON.createObjectNode()
			.put("id",
					UUID.nameUUIDFromBytes(data.path("id").asText().getBytes(java.nio.charset.StandardCharsets.UTF_8))
						.toString())
			.put("source", source.source())
			.put("system", source.system())
			.put("category", source.source())
			.put("classification", "unclassified");
		record.putArray("matchedBy").add("email");
		record.put("retrievedAt", Instant.now().toString());
		record.putObject("provenance").put("url", url).put("apiVersion", source.version());
		record.put("redactions", 0).set("data", data);
		return record;
	}

	/**
	 * The first document of the outbox.
	 */
	ObjectNode receipt() {
		return answer("received").putNull("closedAt");
	}

	/**
	 * The last document of the outbox.
	 */
	ObjectNode result() {
		ObjectNode result = answer("completed").put("closedAt", Instant.now().toString());
		ArrayNode tasks = result.putArray("tasks");
		this.found.forEach((source, records) -> tasks.addObject()
			.put("source", source.source())
			.put("system", source.system())
			.put("state", "done")
			.put("outcome", records.isEmpty() ? "nothing-found" : "found")
			.put("count", records.size())
			.put("redactions", 0)
			.put("attempts", 1)
			.putNull("reason")
			.putNull("rule")
			.putNull("retainedUntil")
			.putNull("resumeAt"));
		result.putObject("package")
			.put("revision", 1)
			.put("path", "contoso/" + this.id + "/package.zip")
			.put("bytes", this.packed.bytes())
			.put("sha256", this.packed.sha256());
		return result;
	}

	private ObjectNode answer(String state) {
		ObjectNode answer = JSON.createObjectNode()
			.put("id", this.id.toString())
			.put("reference", this.reference)
			.put("tenant", "contoso")
			.put("right", "export")
			.put("state", state)
			.put("receivedAt", this.receivedAt.toString())
			.put("deadline", this.deadline.toString());
		answer.putNull("duplicateOf").putNull("attention").putArray("tasks");
		answer.putNull("package").putArray("exceptions");
		return answer;
	}

}
