package org.dsrhub.evidence;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.dsrhub.database.Timestamps;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Anchors the chains of each tenant. Those that did not grow are held by the anchor of
 * the day on which they last did.
 */
@Component
public class Anchors {

	private static final int BATCH = 1_000;

	private final JdbcTemplate batches;

	private final JdbcClient jdbc;

	private final AnchorRows anchors;

	private final SigningKey key;

	private final Clock clock;

	Anchors(DataSource ledger, AnchorRows anchors, SigningKey key, Clock clock) {
		this.batches = new JdbcTemplate(ledger);
		this.batches.setFetchSize(BATCH);
		this.jdbc = JdbcClient.create(this.batches);
		this.anchors = anchors;
		this.key = key;
		this.clock = clock;
	}

	/**
	 * Anchors the chains of a tenant that grew since the last time.
	 * @return the anchor's number, or empty if none grew
	 */
	@Transactional
	public Optional<Integer> anchor(String tenant) {
		Optional<Anchor> before = this.anchors.last(tenant);
		int number = before.map(Anchor::number).orElse(0) + 1;
		MerkleTree tree = new MerkleTree();
		List<Object[]> batch = new ArrayList<>();
		try (Stream<Leaf> grown = grown(tenant)) {
			grown.forEach((leaf) -> {
				batch.add(new Object[] { tenant, number, tree.size(), leaf.request(), leaf.seq(), leaf.hash() });
				tree.add(leaf.digest());
				if (batch.size() == BATCH) {
					write(batch);
				}
			});
		}
		write(batch);
		if (tree.size() == 0) {
			return Optional.empty();
		}
		Anchor anchor = Anchor.sign(this.key, tenant, number, this.clock.instant().truncatedTo(ChronoUnit.MILLIS), tree,
				before.map(Anchor::hash).orElse(EvidenceEntry.GENESIS));
		this.jdbc.sql("insert into anchor (tenant, number, document) values (?, ?, ?)")
			.params(tenant, number, new String(CanonicalJson.bytes(anchor), StandardCharsets.UTF_8))
			.update();
		return Optional.of(number);
	}

	/**
	 * The anchors of a tenant that are not in its container yet, oldest first.
	 */
	public List<Integer> unstored(String tenant) {
		return this.jdbc.sql("select number from anchor where tenant = ? and stored_at is null order by number")
			.param(tenant)
			.query(Integer.class)
			.list();
	}

	/**
	 * An anchor with its leaves, as the container keeps it; the same bytes each time.
	 */
	public byte[] document(String tenant, int number) {
		Anchor anchor = this.anchors.get(tenant, number);
		return CanonicalJson.bytes(new AnchorFile(AnchorFile.FORMAT, anchor, this.anchors.leaves(tenant, number),
				Map.of(anchor.key(), this.anchors.keys().get(anchor.key()))));
	}

	/**
	 * Notes that an anchor is in the container.
	 */
	@Transactional
	public void stored(String tenant, int number) {
		this.jdbc.sql("update anchor set stored_at = ? where tenant = ? and number = ?")
			.params(Timestamps.of(this.clock.instant()), tenant, number)
			.update();
	}

	private Stream<Leaf> grown(String tenant) {
		return this.jdbc
			.sql("select id as request, evidence_seq as seq, evidence_hash as hash from request where tenant = ?"
					+ " and not exists (select 1 from anchor_leaf leaf where leaf.request = request.id"
					+ " and leaf.seq = request.evidence_seq) order by id")
			.param(tenant)
			.query(Leaf.class)
			.stream();
	}

	private void write(List<Object[]> batch) {
		this.batches.batchUpdate(
				"insert into anchor_leaf (tenant, number, place, request, seq, hash) values (?, ?, ?, ?, ?, ?)", batch);
		batch.clear();
	}

}
