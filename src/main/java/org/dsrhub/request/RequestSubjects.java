package org.dsrhub.request;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.database.Transactions;
import org.dsrhub.subject.Identity;
import org.dsrhub.subject.Subject;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * By which keyed digests each request is found again by its subject, as given and as
 * identified, also once its identifiers are gone.
 */
@Component
public class RequestSubjects implements InitializingBean {

	private static final int BATCH = 1_000;

	private final JdbcTemplate batches;

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final SubjectDigests digests;

	private final ObjectMapper json;

	RequestSubjects(DataSource ledger, Transactions transactions, SubjectDigests digests, ObjectMapper json) {
		this.batches = new JdbcTemplate(ledger);
		this.batches.setFetchSize(BATCH);
		this.jdbc = JdbcClient.create(this.batches);
		this.transactions = transactions;
		this.digests = digests;
		this.json = json;
	}

	/**
	 * Enters the requests of a ledger that is older than these digests, all or none.
	 */
	@Override
	public void afterPropertiesSet() {
		this.transactions.run(() -> {
			boolean none = this.jdbc.sql("select request from request_subject limit 1")
				.query(UUID.class)
				.list()
				.isEmpty();
			return none && enterAll();
		});
	}

	/**
	 * Adds what is known of a request's subject now.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void remember(UUID request, Subject subject) {
		Set<String> added = new HashSet<>(this.digests.of(subject).keySet());
		this.jdbc.sql("select identifier from request_subject where request = ?")
			.param(request)
			.query(String.class)
			.list()
			.forEach(added::remove);
		enter(rows(request, added));
	}

	private boolean enterAll() {
		List<Object[]> batch = new ArrayList<>();
		try (Stream<Named> all = this.jdbc.sql("select id, document, subject from request")
			.query(Named.class)
			.stream()) {
			all.forEach((request) -> {
				batch.addAll(rows(request.id(), digests(request)));
				if (batch.size() >= BATCH) {
					enter(batch);
					batch.clear();
				}
			});
		}
		enter(batch);
		return true;
	}

	private Set<String> digests(Named request) {
		Set<String> all = new HashSet<>(
				this.digests.of(GivenSubject.of(RequestDocument.of(request.document()), null)).keySet());
		if (request.subject() != null) {
			all.addAll(this.digests.of(identity(request.subject()).subject()).keySet());
		}
		return all;
	}

	private Identity identity(String subject) {
		try {
			return this.json.readValue(subject, Identity.class);
		}
		catch (JsonProcessingException ex) {
			// Jackson's message would quote the row.
			throw new IllegalStateException("the subject in the ledger cannot be read");
		}
	}

	private void enter(List<Object[]> rows) {
		this.batches.batchUpdate("insert into request_subject (request, identifier) values (?, ?)", rows);
	}

	private static List<Object[]> rows(UUID request, Set<String> digests) {
		return digests.stream().map((digest) -> new Object[] { request, digest }).toList();
	}

	record Named(UUID id, String document, String subject) {
	}

}
