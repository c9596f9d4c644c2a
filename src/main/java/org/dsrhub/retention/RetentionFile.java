package org.dsrhub.retention;

import java.util.Map;

/**
 * {@code config/retention.yaml}.
 *
 * @param rules by category
 * @param tenants what a tenant has otherwise, by tenant and category
 */
record RetentionFile(Map<String, RuleText> rules, Map<String, Map<String, RuleText>> tenants) {

	private static final RuleText NOTHING = new RuleText(null, null, null, null);

	RetentionFile {
		rules = (rules != null) ? rules : Map.of();
		tenants = (tenants != null) ? tenants : Map.of();
	}

	/**
	 * The rule of a category for a tenant.
	 */
	RuleText rule(String tenant, String category) {
		return this.tenants.getOrDefault(tenant, Map.of())
			.getOrDefault(category, NOTHING)
			.over(this.rules.getOrDefault(category, NOTHING))
			.over(RuleText.usual(category));
	}

}
