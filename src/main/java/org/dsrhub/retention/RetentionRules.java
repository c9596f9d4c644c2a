package org.dsrhub.retention;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.dsrhub.configuration.ConfigurationFile;
import org.dsrhub.configuration.ConfigurationFile.Faults;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.quartz.CronExpression;
import org.springframework.stereotype.Component;

/**
 * The rules of {@code config/retention.yaml}, read once at the start. A category that it
 * does not name has its built-in rule, so the file need not be there.
 */
@Component
public class RetentionRules {

	static final String EVIDENCE = "evidence";

	/** What bounds copies with a ceiling: a day without a run is one too many. */
	private static final Set<String> DAILY = Set.of("packages", "sealed", "staging");

	private final RetentionFile file;

	private final Map<String, Category> categories = new TreeMap<>();

	/**
	 * Reads the file and holds it against the categories and the tenants.
	 * @throws InvalidConfiguration naming file, line and field of what is wrong
	 */
	public RetentionRules(HubProperties hub, Tenants tenants, List<Category> categories) {
		categories.forEach((category) -> this.categories.put(category.name(), category));
		Path path = hub.config().resolve("retention.yaml");
		this.file = Files.exists(path) ? new ConfigurationFile<>(RetentionFile.class, "retention").read(path,
				(read, faults) -> check(read, tenants, faults)) : new RetentionFile(Map.of(), Map.of());
	}

	/**
	 * The names of all categories.
	 */
	public Collection<String> names() {
		return this.categories.keySet();
	}

	/**
	 * The rules of a tenant, one a category.
	 */
	public List<Rule> of(Tenant tenant) {
		return names().stream().map((name) -> rule(tenant, name)).toList();
	}

	/**
	 * The rule of a category for a tenant; empty if there is no such category.
	 */
	public Optional<Rule> find(Tenant tenant, String name) {
		return this.categories.containsKey(name) ? Optional.of(rule(tenant, name)) : Optional.empty();
	}

	Category category(String name) {
		return this.categories.get(name);
	}

	private Rule rule(Tenant tenant, String name) {
		RuleText rule = this.file.rule(tenant.tenant(), name);
		return new Rule(name, new Keep(rule.keep(), tenant.timezone()), rule.cron(), rule.growth(), rule.rate());
	}

	private void check(RetentionFile read, Tenants tenants, Faults faults) {
		check("rules", read.rules(), faults);
		read.tenants().forEach((tenant, rules) -> {
			if (tenants.find(tenant).isEmpty()) {
				faults.add("tenants." + tenant, "is no tenant; known are "
						+ String.join(", ", tenants.all().stream().map(Tenant::tenant).toList()));
			}
			check("tenants." + tenant, rules, faults);
		});
		evidence("rules", "", read, read.rules(), faults);
		read.tenants().forEach((tenant, rules) -> evidence("tenants." + tenant, tenant, read, rules, faults));
	}

	private void check(String place, Map<String, RuleText> rules, Faults faults) {
		rules.forEach((name, rule) -> {
			String field = place + "." + name;
			if (!this.categories.containsKey(name)) {
				faults.add(field, "is no category; known are " + String.join(", ", names()));
			}
			if (rule != null && rule.cron() != null && !CronExpression.isValidExpression(rule.cron())) {
				faults.add(field + ".cron",
						"expected: Quartz's syntax, seconds first, such as 0 30 4 * * ? for half past four every night");
			}
			else if (rule != null && rule.cron() != null && DAILY.contains(name) && !DailyCron.is(rule.cron())) {
				faults.add(field + ".cron", "must fire every day, since it bounds copies that have a ceiling");
			}
		});
	}

	/**
	 * Evidence is what proves the purge of all else.
	 */
	private void evidence(String place, String tenant, RetentionFile read, Map<String, RuleText> written,
			Faults faults) {
		if (!this.categories.containsKey(EVIDENCE)) {
			return;
		}
		long longest = Rule.days(read.rule(tenant, EVIDENCE).keep());
		for (String name : new TreeSet<>(names())) {
			if (Rule.days(read.rule(tenant, name).keep()) > longest) {
				faults.add("%s.%s.keep".formatted(place, written.containsKey(name) ? name : EVIDENCE),
						"evidence must be kept longest, and %s is kept longer".formatted(name));
			}
		}
	}

}
