package org.dsrhub.retention;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.stream.Stream;

import org.dsrhub.Workshop;
import org.dsrhub.configuration.ConfigurationFile;
import org.dsrhub.configuration.InvalidConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RetentionRulesTests {

	@TempDir
	private Path folder;

	@Test
	void without_a_file_each_category_has_its_built_in_rule() {
		Workshop workshop = new Workshop(this.folder);
		RetentionRules rules = rules(workshop);
		assertThat(rules.of(workshop.tenants().get("contoso"))).extracting(Rule::name, (rule) -> rule.keep().period())
			.containsExactly(org.assertj.core.groups.Tuple.tuple("evidence", Period.ofYears(10)),
					org.assertj.core.groups.Tuple.tuple("packages", Period.ofDays(30)),
					org.assertj.core.groups.Tuple.tuple("staging", Period.ofDays(1)));
	}

	@Test
	void a_tenant_may_differ_in_one_thing_and_keeps_the_rest() {
		Workshop workshop = new Workshop(this.folder);
		Workshop.write(this.folder.resolve("config/retention.yaml"), """
				rules: {packages: {keep: P20D, growth: 0.5}}
				tenants: {contoso: {packages: {keep: P14D}}}
				""");
		RetentionRules rules = rules(workshop);
		Rule contoso = rules.find(workshop.tenants().get("contoso"), "packages").orElseThrow();
		Rule fabrikam = rules.find(workshop.tenants().get("fabrikam"), "packages").orElseThrow();
		assertThat(contoso.keep().period()).isEqualTo(Period.ofDays(14));
		assertThat(contoso.keep().zone().getId()).isEqualTo("Europe/Copenhagen");
		assertThat(contoso.growth()).isEqualTo(0.5);
		assertThat(fabrikam.keep().period()).isEqualTo(Period.ofDays(20));
		assertThat(fabrikam.rate()).isEqualTo(500);
	}

	@Test
	void the_file_that_ships_says_what_is_built_in() throws Exception {
		RetentionFile shipped = new ConfigurationFile<>(RetentionFile.class, "retention")
			.read(Path.of("config/retention.yaml"));
		assertThat(shipped.rules()).hasSize(11)
			.allSatisfy((name, rule) -> assertThat(rule.over(RuleText.usual(name))).isEqualTo(RuleText.usual(name)));
		assertThat(shipped.tenants()).isEmpty();
	}

	/**
	 * Quartz leaves out what is in the hour that a change of clocks skips.
	 */
	@Test
	void a_built_in_rule_fires_at_an_hour_that_every_night_has_once_in_every_zone() {
		assertThat(List.of("staging", "packages", "evidence"))
			.allSatisfy((name) -> assertThat(RuleText.usual(name).cron()).matches("0 \\d\\d 4 \\* \\* \\?"));
		for (String zone : ZoneId.getAvailableZoneIds()) {
			ZoneRules rules = ZoneId.of(zone).getRules();
			ZoneOffsetTransition next = rules.nextTransition(Instant.parse("2026-01-01T00:00:00Z"));
			while (next != null && next.getDateTimeBefore().getYear() < 2030) {
				List<LocalDateTime> ends = Stream.of(next.getDateTimeBefore(), next.getDateTimeAfter())
					.sorted()
					.toList();
				assertThat(ends).as("%s %s", zone, next)
					.extracting(LocalDateTime::toLocalDate)
					.noneMatch(
							(day) -> ends.get(0).isBefore(day.atTime(5, 0)) && ends.get(1).isAfter(day.atTime(4, 0)));
				next = rules.nextTransition(next.getInstant());
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					rules: {pakages: {keep: P1D}} | line 1, field 'rules.pakages': is no category; known are evidence, packages, staging
					rules: {packages: {keep: 30}} | line 1, field 'rules.packages.keep': expected: a time in days, months or years, such as P30D, P6M or P2Y
					rules: {packages: {keep: PT1H}} | line 1, field 'rules.packages.keep': expected: a time in days, months or years, such as P30D, P6M or P2Y
					rules: {packages: {keep: P-1D}} | line 1, field 'rules.packages.keep': expected: a time in days, months or years, such as P30D, P6M or P2Y
					rules: {packages: {kept: P1D}} | line 1, field 'rules.packages.kept': is not known here; known are keep, cron, growth, rate
					rules: {packages: {cron: nightly}} | line 1, field 'rules.packages.cron': expected: Quartz's syntax, seconds first, such as 0 30 4 * * ? for half past four every night
					rules: {packages: {cron: "0 30 4 ? * MON-FRI"}} | line 1, field 'rules.packages.cron': must fire every day, since it bounds copies that have a ceiling
					tenants: {contoso: {staging: {cron: "0 30 4 * * ? 2027"}}} | line 1, field 'tenants.contoso.staging.cron': must fire every day, since it bounds copies that have a ceiling
					rules: {packages: {rate: 0}} | line 1, field 'rules.packages.rate': expected: a number from 1 to 100000
					rules: {packages: {growth: -1}} | line 1, field 'rules.packages.growth': expected: a number from 0 to 100
					tenants: {northwnd: {packages: {keep: P1D}}} | line 1, field 'tenants.northwnd': is no tenant; known are contoso, fabrikam, northwind
					rules: {packages: {keep: P11Y}} | line 1, field 'rules.packages.keep': evidence must be kept longest, and packages is kept longer
					tenants: {contoso: {evidence: {keep: P7D}}} | line 1, field 'tenants.contoso.evidence.keep': evidence must be kept longest, and packages is kept longer
					""")
	void a_file_with_a_fault_stops_the_start(String text, String fault) throws Exception {
		Workshop workshop = new Workshop(this.folder);
		Path file = Files.writeString(this.folder.resolve("config/retention.yaml"), text);
		assertThatExceptionOfType(InvalidConfiguration.class).isThrownBy(() -> rules(workshop))
			.withMessage("%s is not valid:%n  %s".formatted(file, fault));
	}

	@Test
	void every_category_is_told_in_words() throws Exception {
		assertThat(
				RuleWords.of("packages").why(Period.ofDays(30), java.util.Optional.of(ZoneId.of("Europe/Copenhagen"))))
			.isEqualTo(
					"kept P30D from the close of the request, or from the retrieval of what has a ceiling, to the end of"
							+ " the day in Europe/Copenhagen");
		RetentionFile shipped = new ConfigurationFile<>(RetentionFile.class, "retention")
			.read(Path.of("config/retention.yaml"));
		assertThat(shipped.rules().keySet())
			.allSatisfy((name) -> assertThat(RuleWords.of(name).where()).isNotEqualTo(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0 30 4 * * ?", "0 0 0/6 * * ?", "* * * * * ?" })
	void a_rule_that_bounds_copies_with_a_ceiling_fires_every_day(String cron) {
		Workshop workshop = new Workshop(this.folder);
		Workshop.write(this.folder.resolve("config/retention.yaml"),
				"rules: {packages: {cron: \"%s\"}, evidence: {cron: \"0 0 4 1 * ?\"}}".formatted(cron));
		assertThat(rules(workshop).find(workshop.tenants().get("contoso"), "packages").orElseThrow().cron())
			.isEqualTo(cron);
	}

	@ParameterizedTest
	@CsvSource({ "defender-jit-policies,P1Y,P30D", "defender-jit-policies,P7D,P7D", "defender-alerts,P3Y,P2Y",
			"defender-alerts,P30D,P30D", "entra-user,P9Y,P9Y" })
	void no_rule_exceeds_a_ceiling(String source, Period keep, Period capped) {
		assertThat(Ceilings.cap(source, keep)).isEqualTo(capped);
	}

	private static RetentionRules rules(Workshop workshop) {
		List<Category> categories = Stream.of("packages", "staging", "evidence")
			.<Category>map((name) -> new FakeCategory(name, 0))
			.toList();
		return new RetentionRules(workshop.hub(), workshop.tenants(), categories);
	}

}
