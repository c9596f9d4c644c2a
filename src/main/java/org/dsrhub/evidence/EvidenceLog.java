package org.dsrhub.evidence;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The append-only, hash-chained evidence of each request, kept in the ledger beside the
 * rows that it speaks of.
 */
@Component
public class EvidenceLog {

	private final JdbcClient jdbc;

	private final Clock clock;

	public EvidenceLog(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * Adds an entry, in the transaction of the step that it proves, so that neither
	 * exists without the other. Locks the request's row until that transaction ends.
	 * @param data never an identifier or value of a subject
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void append(UUID request, String event, String actor, Map<String, ?> data) {
		Instant now = this.clock.instant();
		EvidenceEntry entry;
		do {
			Tail tail = tail(request);
			entry = EvidenceEntry.after(tail.seq(), tail.hash(), now, request, event, actor, data);
		}
		while (!follows(request, entry));
		this.jdbc.sql("insert into evidence (request, seq, entry) values (?, ?, ?)")
			.params(request, entry.seq(), entry.line())
			.update();
	}

	/**
	 * Makes the entry the last one, unless another step of the request was quicker.
	 */
	private boolean follows(UUID request, EvidenceEntry entry) {
		return this.jdbc.sql("update request set evidence_seq = ?, evidence_hash = ? where id = ? and evidence_seq = ?")
			.params(entry.seq(), entry.hash(), request, entry.seq() - 1)
			.update() == 1;
	}

	/**
	 * The entries of a request, oldest first, one JSON document each.
	 */
	@Transactional(readOnly = true)
	public List<String> entries(UUID request) {
		return this.jdbc.sql("select entry from evidence where request = ? order by seq")
			.param(request)
			.query(String.class)
			.list();
	}

	/**
	 * Whether a request's evidence is whole: every hash right, each entry following the
	 * one before, the last one being the one that the request's row remembers.
	 */
	@Transactional(readOnly = true)
	public Verification verify(UUID request) {
		return chain(request).verify();
	}

	/**
	 * The entries of a request and what its row remembers of them, as one statement sees
	 * both: between two of them another entry may come, also where H2 repeats reads.
	 */
	Chain chain(UUID request) {
		List<String> entries = new ArrayList<>();
		Tail[] tail = { null };
		this.jdbc
			.sql("select evidence_seq, evidence_hash, entry from request left join evidence"
					+ " on evidence.request = request.id where request.id = ? order by evidence.seq")
			.param(request)
			.query((row) -> {
				tail[0] = new Tail(row.getInt("evidence_seq"), row.getString("evidence_hash"));
				Optional.ofNullable(row.getString("entry")).ifPresent(entries::add);
			});
		return new Chain(entries, tail[0].seq(), tail[0].hash());
	}

	private Tail tail(UUID request) {
		return this.jdbc.sql("select evidence_seq as seq, evidence_hash as hash from request where id = ?")
			.param(request)
			.query(Tail.class)
			.single();
	}

	record Tail(int seq, String hash) {
	}

	/**
	 * A chain and its end, as the request's row remembers it.
	 */
	record Chain(List<String> entries, int seq, String hash) {

		Verification verify() {
			return Verification.of(this.entries, this.seq, this.hash);
		}

	}

}
