package org.dsrhub.evidence;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The anchors that there are, their leaves, and the keys that signed them.
 */
@Component
class AnchorRows implements InitializingBean {

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final SigningKey key;

	private final Clock clock;

	AnchorRows(JdbcClient jdbc, Transactions transactions, SigningKey key, Clock clock) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.key = key;
		this.clock = clock;
	}

	/**
	 * Remembers the public key, so that what it signs can be checked after it was
	 * replaced.
	 */
	@Override
	public void afterPropertiesSet() {
		this.transactions.run(() -> this.jdbc
			.sql("insert into evidence_key (id, public_key, since) select ?, ?, ? where not exists"
					+ " (select 1 from evidence_key where id = ?)")
			.params(this.key.id(), this.key.text(), Timestamps.of(this.clock.instant()), this.key.id())
			.update());
	}

	Optional<Anchor> last(String tenant) {
		return this.jdbc.sql("select document from anchor where tenant = ? order by number desc limit 1")
			.param(tenant)
			.query(String.class)
			.optional()
			.map((document) -> CanonicalJson.read(document, Anchor.class));
	}

	/**
	 * An anchor, unless it is not there or somebody made something else of it.
	 */
	Optional<Anchor> find(String tenant, int number) {
		return this.jdbc.sql("select document from anchor where tenant = ? and number = ?")
			.params(tenant, number)
			.query(String.class)
			.optional()
			.flatMap((document) -> {
				try {
					return Optional.of(CanonicalJson.read(document, Anchor.class));
				}
				catch (UncheckedIOException ex) {
					return Optional.empty();
				}
			});
	}

	/**
	 * Adds an anchor.
	 * @param storedAt when it was in the container, or null if it is not yet
	 */
	void add(Anchor anchor, Instant storedAt) {
		this.jdbc.sql("insert into anchor (tenant, number, document, stored_at) values (?, ?, ?, ?)")
			.params(anchor.tenant(), anchor.number(), new String(CanonicalJson.bytes(anchor), StandardCharsets.UTF_8),
					Timestamps.of(storedAt))
			.update();
	}

	List<Leaf> leaves(String tenant, int number) {
		return this.jdbc
			.sql("select request, seq, hash from anchor_leaf where tenant = ? and number = ? order by place")
			.params(tenant, number)
			.query(Leaf.class)
			.list();
	}

	/**
	 * Where a request's chain stands in the anchors, oldest first.
	 */
	List<Place> places(UUID request) {
		return this.jdbc
			.sql("select tenant, number, place, seq, hash from anchor_leaf where request = ? order by number")
			.param(request)
			.query((row, number) -> new Place(row.getString("tenant"), row.getInt("number"), row.getInt("place"),
					new Leaf(request, row.getInt("seq"), row.getString("hash"))))
			.list();
	}

	/**
	 * Every key that evidence was ever signed with, its public part by its id.
	 */
	Map<String, String> keys() {
		return this.jdbc.sql("select id, public_key from evidence_key")
			.query((row, number) -> Map.entry(row.getString(1), row.getString(2)))
			.list()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	/**
	 * Those of some ids.
	 */
	Map<String, String> keys(Collection<String> ids) {
		Map<String, String> keys = new HashMap<>(keys());
		keys.keySet().retainAll(ids);
		return keys;
	}

	record Place(String tenant, int number, int place, Leaf leaf) {
	}

}
