package org.dsrhub.evidence;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import org.dsrhub.database.Timestamps;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The anchors that there are, their leaves, and the keys that signed them.
 */
@Component
class AnchorRows implements InitializingBean {

	private final JdbcClient jdbc;

	private final SigningKey key;

	private final Clock clock;

	AnchorRows(JdbcClient jdbc, SigningKey key, Clock clock) {
		this.jdbc = jdbc;
		this.key = key;
		this.clock = clock;
	}

	/**
	 * Remembers the public key, so that what it signs can be checked after it was
	 * replaced.
	 */
	@Override
	public void afterPropertiesSet() {
		this.jdbc
			.sql("insert into evidence_key (id, public_key, since) select ?, ?, ? where not exists"
					+ " (select 1 from evidence_key where id = ?)")
			.params(this.key.id(), this.key.text(), Timestamps.of(this.clock.instant()), this.key.id())
			.update();
	}

	Optional<Anchor> last(String tenant) {
		return this.jdbc.sql("select document from anchor where tenant = ? order by number desc limit 1")
			.param(tenant)
			.query(String.class)
			.optional()
			.map((document) -> CanonicalJson.read(document, Anchor.class));
	}

	Anchor get(String tenant, int number) {
		return CanonicalJson.read(this.jdbc.sql("select document from anchor where tenant = ? and number = ?")
			.params(tenant, number)
			.query(String.class)
			.single(), Anchor.class);
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
		return this.jdbc.sql("select tenant, number, place from anchor_leaf where request = ? order by number")
			.param(request)
			.query(Place.class)
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

	record Place(String tenant, int number, int place) {
	}

}
