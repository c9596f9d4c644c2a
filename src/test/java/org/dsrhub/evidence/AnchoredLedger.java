package org.dsrhub.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.TestDatabase;
import org.dsrhub.Workshop;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.EvidenceFile.Seal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * A ledger with the evidence of some requests, whose time the test tells.
 */
final class AnchoredLedger {

	private final DataSource database = TestDatabase.ledger();

	private final JdbcClient jdbc = JdbcClient.create(this.database);

	private final Transactions transactions = new Transactions(new DataSourceTransactionManager(this.database));

	private final Path folder;

	private Instant now = Instant.parse("2026-02-03T10:00:00Z");

	private SigningKey key;

	AnchoredLedger(Path folder) throws IOException {
		this.folder = folder;
		start("data");
	}

	/**
	 * Starts the hub with the key that lies in a folder, or a new one.
	 */
	void start(String data) throws IOException {
		this.key = new SigningKey(new Workshop(this.folder.resolve(data), this.database).hub());
		rows().afterPropertiesSet();
	}

	UUID request(String tenant) {
		UUID id = UUID.randomUUID();
		this.jdbc.sql("insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by,"
				+ " roles, received_at, registered_at, deadline, evidence_hash) values (?, ?, ?, 'export', 'received',"
				+ " '{}', 'f', 'rest', 'olga', 'Owner', ?, ?, ?, ?)")
			.params(id, tenant, id.toString(), Timestamps.of(this.now), Timestamps.of(this.now),
					java.time.LocalDate.of(2026, 3, 3), EvidenceEntry.GENESIS)
			.update();
		return id;
	}

	void happen(UUID request, int times) {
		for (int i = 0; i < times; i++) {
			this.now = this.now.plus(Duration.ofMinutes(7));
			int count = i;
			this.transactions.run(() -> {
				log().append(request, "collected", "hub", Map.of("source", "defender-alerts", "count", count));
				return count;
			});
		}
	}

	void pass(Duration time) {
		this.now = this.now.plus(time);
	}

	int anchor(String tenant) {
		pass(Duration.ofDays(1));
		return this.transactions.run(() -> anchors().anchor(tenant)).get(0);
	}

	List<Integer> anchor(String tenant, int most) {
		pass(Duration.ofDays(1));
		return this.transactions.run(() -> anchors().anchor(tenant, most));
	}

	boolean adopt(String tenant, int number, byte[] document) {
		return this.transactions.run(() -> anchors().adopt(tenant, number, document));
	}

	/**
	 * Lets the ledger forget all anchors from one on.
	 */
	void forgetAnchors(int from) {
		this.jdbc.sql("delete from anchor_leaf where number >= ?").param(from).update();
		this.jdbc.sql("delete from anchor where number >= ?").param(from).update();
	}

	/**
	 * What somebody who has the key can make of a file: other entries, hashed anew from
	 * one on, and sealed.
	 */
	String forged(String file, int from, int entries, Consumer<ObjectNode> change) {
		EvidenceFile good = CanonicalJson.read(file, EvidenceFile.class);
		List<JsonNode> chain = new ArrayList<>(good.entries().subList(0, entries));
		chain.forEach((entry) -> {
			if (entry.path("seq").asInt() >= from) {
				change.accept((ObjectNode) entry);
			}
		});
		for (int i = from - 1; i < entries; i++) {
			ObjectNode entry = (ObjectNode) chain.get(i);
			entry.put("prev", (i > 0) ? chain.get(i - 1).path("hash").asText() : EvidenceEntry.GENESIS);
			entry.put("hash", EvidenceEntry.parse(entry.toString()).computedHash());
		}
		Seal seal = Seal.sign(this.key, good.tenant(), good.seal().request(), this.now,
				chain.stream().map((entry) -> entry.path("hash").asText()).toList(), List.of());
		return text(CanonicalJson.bytes(new EvidenceFile(good.format(), good.tenant(), chain, seal, List.of(),
				Map.of(this.key.id(), this.key.text()))));
	}

	byte[] anchorFile(String tenant, int number) {
		return anchors().document(tenant, number);
	}

	String file(String tenant, UUID request) {
		return text(new EvidenceExport(log(), rows(), this.key, clock()).file(tenant, request));
	}

	String keyId() {
		return this.key.id();
	}

	JdbcClient jdbc() {
		return this.jdbc;
	}

	private EvidenceLog log() {
		return new EvidenceLog(this.jdbc, clock());
	}

	private AnchorRows rows() {
		return new AnchorRows(this.jdbc, this.transactions, this.key, clock());
	}

	private Anchors anchors() {
		return new Anchors(this.database, rows(), this.key, clock());
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private Clock clock() {
		return Clock.fixed(this.now, ZoneOffset.UTC);
	}

}
