package org.dsrhub.retention;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.Work;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes into the evidence of each request what a run has removed of it, once a request.
 */
@Component
class Proof {

	private static final int BATCH = 200;

	private final Runs runs;

	private final Items items;

	private final EvidenceLog evidence;

	private final TransactionTemplate transaction;

	Proof(Runs runs, Items items, EvidenceLog evidence, PlatformTransactionManager transactions) {
		this.runs = runs;
		this.items = items;
		this.evidence = evidence;
		this.transaction = new TransactionTemplate(transactions);
	}

	/**
	 * Writes all that is not written yet. What goes with the evidence itself has none.
	 */
	void all(Work work, String rule) {
		while (!rule.equals(RetentionRules.EVIDENCE) && batch(work)) {
			// The next ones.
		}
	}

	private boolean batch(Work work) {
		return Boolean.TRUE.equals(this.transaction.execute((status) -> {
			RunRow row = this.runs.hold(work);
			List<Items.Gone> next = this.items.gone(row.id(), row.proved(), BATCH);
			next.forEach((gone) -> this.evidence.append(gone.request(), "purged", row.askedBy(), entry(row, gone)));
			if (!next.isEmpty()) {
				this.runs.proved(work, next.get(next.size() - 1).request());
			}
			return !next.isEmpty();
		}));
	}

	private static Map<String, Object> entry(RunRow row, Items.Gone gone) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("category", row.rule());
		entry.put("count", gone.removed());
		entry.put("goneBefore", gone.goneBefore());
		entry.put("bytes", gone.bytes());
		entry.put("run", row.id().toString());
		return entry;
	}

}
