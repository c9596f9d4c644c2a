package org.dsrhub.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.source.Source;
import org.dsrhub.tenant.Tenant;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps plans in the ledger, each once, by the SHA-256 of what it says.
 */
@Component
class FrozenPlans {

	private static final int REMEMBERED = 1000;

	private final JdbcClient jdbc;

	private final TransactionTemplate alone;

	private final ObjectMapper json;

	private final Cache<String, FrozenPlan> plans = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

	private final Cache<FrozenPlan, String> kept = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

	FrozenPlans(JdbcClient jdbc, PlatformTransactionManager transactions, ObjectMapper json) {
		this.jdbc = jdbc;
		this.alone = new TransactionTemplate(transactions);
		this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.json = json.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
	}

	/**
	 * Keeps the plan for a source as it is now, in a transaction of its own, so that two
	 * nodes that keep the same at once do not undo each other's work.
	 * @return its SHA-256
	 */
	String keep(Tenant tenant, Source source) {
		return this.kept.get(FrozenPlan.of(tenant, source), this::write);
	}

	/**
	 * The plan with this SHA-256. Several may read it at once: who waited for another's
	 * reading would keep a connection from it.
	 */
	FrozenPlan get(String sha256) {
		FrozenPlan known = this.plans.getIfPresent(sha256);
		if (known != null) {
			return known;
		}
		FrozenPlan read = read(sha256);
		this.plans.put(sha256, read);
		return read;
	}

	private String write(FrozenPlan plan) {
		try {
			String document = this.json.writeValueAsString(plan);
			String sha256 = Sha256.of(document);
			this.alone.executeWithoutResult((status) -> {
				if (this.jdbc.sql("select sha256 from plan where sha256 = ?")
					.param(sha256)
					.query()
					.listOfRows()
					.isEmpty()) {
					this.jdbc.sql("insert into plan (sha256, document) values (?, ?)")
						.params(sha256, document)
						.update();
				}
			});
			return sha256;
		}
		catch (DuplicateKeyException ex) {
			// Another node kept it meanwhile.
			return write(plan);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException(
					"the plan for source=%s cannot be written".formatted(plan.source().source()), ex);
		}
	}

	private FrozenPlan read(String sha256) {
		String document = this.jdbc.sql("select document from plan where sha256 = ?")
			.param(sha256)
			.query(String.class)
			.single();
		try {
			return this.json.readValue(document, FrozenPlan.class);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("a plan in the ledger cannot be read", ex);
		}
	}

}
