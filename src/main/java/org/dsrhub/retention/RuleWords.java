package org.dsrhub.retention;

import java.time.Period;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * What the rules of the categories are about, in words.
 *
 * @param where where the things are
 * @param from from when on they are kept
 */
record RuleWords(String where, String from) {

	private static final String CLOSE = "the close of the request";

	private static final Map<String, RuleWords> WORDS = Map
		.ofEntries(
				Map.entry("staging",
						new RuleWords("data/staging, working copies",
								CLOSE + ", or without one when they were written")),
				Map.entry("packages",
						new RuleWords("packages and manifests in the tenant's container, every revision",
								CLOSE + ", or from the retrieval of what has a ceiling")),
				Map.entry("inbox-files",
						new RuleWords("inbox/<tenant>/.done and .rejected, files and reports",
								"when they were moved there, or were written if the ledger does not know them")),
				Map.entry("outbox-files", new RuleWords("outbox/<tenant>, receipts and results", CLOSE)),
				Map.entry("mails",
						new RuleWords("tables mail and inbound_mail, and data/mail", "when they were sent or settled")),
				Map.entry("filed-mails",
						new RuleWords("folders Taken, Answer, Triage and Ignored on the mail server",
								CLOSE + ", or when they were settled or received")),
				Map.entry("identifiers", new RuleWords("rows of tables request and task, what names a person", CLOSE)),
				Map.entry("sealed",
						new RuleWords("rows of tables sealed and sealed_subject",
								CLOSE + ", or from the sealing of what has a ceiling")),
				Map.entry("idempotency-keys", new RuleWords("rows of table filing_key", "the call")),
				Map.entry("retention-runs",
						new RuleWords("rows of tables retention_run, retention_item and hold",
								"the end of the run or the lift of the hold")),
				Map.entry(RetentionRules.EVIDENCE,
						new RuleWords("every row of a request in the ledger, its evidence included", CLOSE)));

	/**
	 * Those of a category.
	 */
	static RuleWords of(String category) {
		return WORDS.getOrDefault(category, new RuleWords(category, "their day"));
	}

	/**
	 * Why things go.
	 */
	String why(Period keep, Optional<ZoneId> zone) {
		return "kept %s from %s, to the end of the day%s".formatted(keep, this.from,
				zone.map((known) -> " in " + known).orElse(""));
	}

}
