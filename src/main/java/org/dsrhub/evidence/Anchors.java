package org.dsrhub.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

	private static final int LEAVES = 4_096;

	private final JdbcTemplate batches;

	private final JdbcClient jdbc;

	private final AnchorRows anchors;

	private final SigningKey key;

	private final Clock clock;

	Anchors(DataSource ledger, AnchorRows anchors, SigningKey key, Clock clock) {
		this.batches = new JdbcTemplate(ledger);
		this.batches.setFetchSize(LEAVES);
		this.jdbc = JdbcClient.create(this.batches);
		this.anchors = anchors;
		this.key = key;
		this.clock = clock;
	}

	/**
	 * The number of a tenant's last anchor, 0 if there is none.
	 */
	public int last(String tenant) {
		return this.anchors.last(tenant).map(Anchor::number).orElse(0);
	}

	/**
	 * Anchors the chains of a tenant that grew since the last time. If none did, an empty
	 * anchor tells a quiet day from one whose anchor was taken away.
	 * @return the numbers of the anchors
	 */
	@Transactional
	public List<Integer> anchor(String tenant) {
		return anchor(tenant, LEAVES);
	}

	/**
	 * @param most how many chains one anchor may hold; what holds one of them is read
	 * whole
	 */
	List<Integer> anchor(String tenant, int most) {
		List<Integer> made = new ArrayList<>();
		List<Leaf> leaves = new ArrayList<>();
		try (Stream<Leaf> grown = grown(tenant)) {
			grown.forEach((leaf) -> {
				leaves.add(leaf);
				if (leaves.size() == most) {
					made.add(make(tenant, leaves));
					leaves.clear();
				}
			});
		}
		if (!leaves.isEmpty() || made.isEmpty()) {
			made.add(make(tenant, leaves));
		}
		return made;
	}

	/**
	 * Takes up an anchor that the container has and the ledger does not, since it was
	 * restored from a backup: the next one follows it.
	 * @param document as it lies in the container
	 * @return whether it is the hub's own
	 */
	@Transactional
	public boolean adopt(String tenant, int number, byte[] document) {
		AnchorFile file;
		try {
			file = CanonicalJson.read(CanonicalJson.JSON.readTree(document), AnchorFile.class);
		}
		catch (IOException | UncheckedIOException ex) {
			return false;
		}
		Anchor anchor = file.anchor();
		if (!anchor.tenant().equals(tenant) || anchor.number() != number
				|| AnchorCheck.fault(file, new PublicKeys(this.anchors.keys())).isPresent()) {
			return false;
		}
		this.anchors.add(anchor, this.clock.instant());
		return true;
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
		Anchor anchor = this.anchors.find(tenant, number).orElseThrow();
		return CanonicalJson.bytes(new AnchorFile(AnchorFile.FORMAT, anchor, this.anchors.leaves(tenant, number),
				this.anchors.keys(Set.of(anchor.key()))));
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

	private int make(String tenant, List<Leaf> leaves) {
		Optional<Anchor> before = this.anchors.last(tenant);
		int number = before.map(Anchor::number).orElse(0) + 1;
		MerkleTree tree = new MerkleTree();
		List<Object[]> rows = new ArrayList<>();
		leaves.forEach((leaf) -> {
			rows.add(new Object[] { tenant, number, tree.size(), leaf.request(), leaf.seq(), leaf.hash() });
			tree.add(leaf.digest());
		});
		this.batches.batchUpdate(
				"insert into anchor_leaf (tenant, number, place, request, seq, hash) values (?, ?, ?, ?, ?, ?)", rows);
		this.anchors.add(Anchor.sign(this.key, tenant, number, this.clock.instant().truncatedTo(ChronoUnit.MILLIS),
				tree, before.map(Anchor::hash).orElse(EvidenceEntry.GENESIS)), null);
		return number;
	}

}
