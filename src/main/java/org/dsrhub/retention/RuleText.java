package org.dsrhub.retention;

import java.time.Period;

/**
 * What a line of {@code config/retention.yaml} says; null where it says nothing.
 */
record RuleText(Period keep, String cron, Double growth, Integer rate) {

	private static final RuleText USUAL = new RuleText(Period.ofDays(30), "0 30 4 * * ?", 0.2, 500);

	private static final RuleText STAGING = new RuleText(Period.ofDays(1), "0 20 4 * * ?", null, null);

	private static final RuleText EVIDENCE = new RuleText(Period.ofYears(10), "0 45 4 * * ?", null, null);

	/**
	 * The built-in rule of a category.
	 */
	static RuleText usual(String category) {
		return switch (category) {
			case "staging" -> STAGING.over(USUAL);
			case RetentionRules.EVIDENCE -> EVIDENCE.over(USUAL);
			default -> USUAL;
		};
	}

	/**
	 * This, and another one where this says nothing.
	 */
	RuleText over(RuleText other) {
		return new RuleText((this.keep != null) ? this.keep : other.keep, (this.cron != null) ? this.cron : other.cron,
				(this.growth != null) ? this.growth : other.growth, (this.rate != null) ? this.rate : other.rate);
	}

}
