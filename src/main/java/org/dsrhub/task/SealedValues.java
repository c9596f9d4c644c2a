package org.dsrhub.task;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.Digest;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Subject;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.encrypt.Encryptors;
import org.springframework.security.crypto.encrypt.TextEncryptor;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What was in a source before a change and after it, encrypted (AES-256-GCM) under a key
 * that is made of {@code data/digest.key}. A restriction is lifted out of it.
 */
@Component
class SealedValues {

	static final String BEFORE = "before";

	static final String AFTER = "after";

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.nodeFactory(new JsonNodeFactory(true))
		.build();

	private final JdbcClient jdbc;

	private final Digest digest;

	private final TextEncryptor seal;

	private final Clock clock;

	SealedValues(JdbcClient jdbc, Digest digest, Clock clock) {
		this.jdbc = jdbc;
		this.digest = digest;
		this.seal = Encryptors.delux(digest.of("sealed values"), digest.of("salt of sealed values").substring(0, 32));
		this.clock = clock;
	}

	/**
	 * Seals a value; what was sealed of the same record at the same moment before gives
	 * way, because it was not what was changed in the end.
	 * @return its keyed digest
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public String keep(Place place, String moment, JsonNode value) {
		String content = value.toString();
		this.jdbc.sql("delete from sealed where request = ? and source = ? and record = ? and moment = ?")
			.params(place.request(), place.source(), place.record(), moment)
			.update();
		this.jdbc
			.sql("insert into sealed (id, tenant, request, source, record, path, moment, content, at) "
					+ "values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
			.params(UUID.randomUUID(), place.tenant(), place.request(), place.source(), place.record(), place.path(),
					moment, this.seal.encrypt(content), Timestamps.of(this.clock.instant()))
			.update();
		return this.digest.of(content);
	}

	/**
	 * Lets what is sealed for a request be found again by its subject.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void name(UUID request, Subject subject) {
		this.jdbc.sql("delete from sealed_subject where request = ?").param(request).update();
		boolean strong = subject.identifiers().keySet().stream().anyMatch(IdentifierKind::strong);
		identifiers(subject, !strong)
			.forEach((identifier) -> this.jdbc.sql("insert into sealed_subject (request, identifier) values (?, ?)")
				.params(request, identifier)
				.update());
	}

	/**
	 * What restrictions took of a person and no lift has put back, the oldest value of
	 * each record.
	 */
	@Transactional(readOnly = true)
	public List<Restricted> restricted(String tenant, Subject subject) {
		Collection<String> identifiers = identifiers(subject, true).toList();
		if (identifiers.isEmpty()) {
			return List.of();
		}
		return this.jdbc.sql("""
				select sealed.id, sealed.source, sealed.record, sealed.path from sealed
				join request on request.id = sealed.request
				where sealed.tenant = :tenant and request.asked = 'restrict' and sealed.moment = 'before'
				and sealed.lifted is null and request.identifiers_removed_at is null and sealed.request in
				(select request from sealed_subject where identifier in (:identifiers))
				order by sealed.at, sealed.id""")
			.param("tenant", tenant)
			.param("identifiers", identifiers)
			.query(Restricted.class)
			.list();
	}

	/**
	 * The request that a value was sealed for.
	 */
	@Transactional(readOnly = true)
	public UUID request(UUID id) {
		return this.jdbc.sql("select request from sealed where id = ?").param(id).query(UUID.class).single();
	}

	/**
	 * The value itself.
	 */
	@Transactional(readOnly = true)
	public JsonNode open(UUID id) {
		String content = this.jdbc.sql("select content from sealed where id = ?")
			.param(id)
			.query(String.class)
			.single();
		try {
			return JSON.readTree(this.seal.decrypt(content));
		}
		catch (JsonProcessingException ex) {
			// Jackson's message would quote the value.
			throw new IllegalStateException("a sealed value cannot be read");
		}
	}

	/**
	 * What was taken of a record is where it was: no later lift puts it back again.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void lifted(String tenant, UUID origin, UUID request) {
		this.jdbc.sql("""
				update sealed set lifted = ? where tenant = ? and lifted is null and moment = 'before'
				and exists (select 1 from sealed origin where origin.id = ? and origin.source = sealed.source
				and origin.record = sealed.record)
				and exists (select 1 from request where request.id = sealed.request and request.asked = 'restrict')""")
			.params(request, tenant, origin)
			.update();
	}

	/**
	 * Who is restricted is known by a strong identifier, or by the phone if there is no
	 * other.
	 */
	private Stream<String> identifiers(Subject subject, boolean phones) {
		return subject.identifiers()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().strong() || (phones && entry.getKey() == IdentifierKind.PHONE))
			.flatMap((entry) -> entry.getValue()
				.stream()
				.map((value) -> this.digest.of(entry.getKey().label() + ":" + value)));
	}

	/**
	 * Where a value stands.
	 */
	record Place(String tenant, UUID request, String source, String record, String path) {
	}

	/**
	 * A value that a restriction took.
	 */
	record Restricted(UUID id, String source, String record, String path) {
	}

}
