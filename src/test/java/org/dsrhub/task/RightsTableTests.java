package org.dsrhub.task;

import java.net.URI;
import java.nio.file.Path;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.dsrhub.configuration.ConfigurationFile;
import org.dsrhub.request.Asked;
import org.dsrhub.security.Role;
import org.dsrhub.source.Change;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Identity;
import org.dsrhub.subject.Subject;
import org.dsrhub.tenant.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may ask what of which source, and what becomes of it: the whole table, typed out,
 * against the files in {@code config/sources}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsTableTests {

	// R Reader, C Contributor, O Owner, AA Account Administrator, TA tenant
	// administrator,
	// IA IoT Central administrator. Who is not named is refused by role.
	private static final String TABLE = """
			defender-security-contacts | discover | R C O AA -- -- | read
			defender-security-contacts | access   | R C O AA -- -- | read
			defender-security-contacts | export   | R C O AA -- -- | read
			defender-security-contacts | rectify  | - C O AA -- -- | changed
			defender-security-contacts | restrict | - C O AA -- -- | changed
			defender-security-contacts | erase    | - C O AA -- -- | changed
			defender-jit-policies      | discover | R C O AA -- -- | read
			defender-jit-policies      | access   | R C O AA -- -- | read
			defender-jit-policies      | export   | - - - AA -- -- | read
			defender-jit-policies      | rectify  | - C O AA -- -- | changed
			defender-jit-policies      | restrict | - - - -- -- -- | refused: the use of a record of access cannot be restricted without taking the protection from the machine
			defender-jit-policies      | erase    | - C O AA -- -- | changed with deleteJitPolicies, else retained for P30D: kept for 30 days as evidence of access to machines, art. 17(3)(b) and 6(1)(f) GDPR; options.deleteJitPolicies takes it out before
			defender-alerts            | discover | R C O AA -- -- | read
			defender-alerts            | access   | R C O AA -- -- | read
			defender-alerts            | export   | - - - AA -- -- | read
			defender-alerts            | rectify  | - - - -- -- -- | refused: read-only security data
			defender-alerts            | restrict | - - - -- -- -- | refused: read-only security data
			defender-alerts            | erase    | R C O AA -- -- | retained for P2Y: the service keeps alerts for two years and lets nobody delete them; network and information security, art. 17(3)(b) and 6(1)(f) GDPR
			activity-log               | discover | R C O AA -- -- | read
			activity-log               | access   | R C O AA -- -- | read
			activity-log               | export   | R C O AA -- -- | read
			activity-log               | rectify  | - - - -- -- -- | refused: read-only audit log
			activity-log               | restrict | - - - -- -- -- | refused: read-only audit log
			activity-log               | erase    | R C O AA -- -- | retained for P90D: the service keeps the log for 90 days and lets nobody delete from it; traceability of changes, art. 17(3)(b) and 6(1)(f) GDPR
			defender-for-apis          | discover | - - - -- -- -- | read
			defender-for-apis          | access   | - - - -- -- -- | read
			defender-for-apis          | export   | - - - -- TA -- | read
			defender-for-apis          | rectify  | - - - -- -- -- | refused: export only
			defender-for-apis          | restrict | - - - -- -- -- | refused: export only
			defender-for-apis          | erase    | - - - -- -- -- | refused: export only
			entra-user                 | discover | - - - -- TA -- | read
			entra-user                 | access   | - - - -- TA -- | read
			entra-user                 | export   | - - - -- TA -- | read
			entra-user                 | rectify  | - - - -- TA -- | changed
			entra-user                 | restrict | - - - -- TA -- | changed
			entra-user                 | erase    | - - - -- TA -- | changed
			entra-sign-ins             | discover | - - - -- TA -- | read
			entra-sign-ins             | access   | - - - -- TA -- | read
			entra-sign-ins             | export   | - - - -- TA -- | read
			entra-sign-ins             | rectify  | - - - -- -- -- | refused: read-only log of sign-ins
			entra-sign-ins             | restrict | - - - -- -- -- | refused: read-only log of sign-ins
			entra-sign-ins             | erase    | - - - -- TA -- | retained for P30D: the service keeps sign-ins for up to 30 days and lets nobody delete them; the security of access, art. 17(3)(b) and 6(1)(f) GDPR
			entra-directory-audits     | discover | - - - -- TA -- | read
			entra-directory-audits     | access   | - - - -- TA -- | read
			entra-directory-audits     | export   | - - - -- TA -- | read
			entra-directory-audits     | rectify  | - - - -- -- -- | refused: read-only audit log
			entra-directory-audits     | restrict | - - - -- -- -- | refused: read-only audit log
			entra-directory-audits     | erase    | - - - -- TA -- | retained for P30D: the service keeps the log for up to 30 days and lets nobody delete from it; traceability of changes, art. 17(3)(b) and 6(1)(f) GDPR
			entra-system-logs          | discover | - - - -- TA -- | read
			entra-system-logs          | access   | - - - -- TA -- | read
			entra-system-logs          | export   | - - - -- TA -- | read
			entra-system-logs          | rectify  | - - - -- -- -- | refused: read-only logs of the service
			entra-system-logs          | restrict | - - - -- -- -- | refused: read-only logs of the service
			entra-system-logs          | erase    | - - - -- TA -- | retained: the service keeps its logs until 30 days after the account is deleted for good, with which they go; network and information security, art. 17(3)(b) and 6(1)(f) GDPR
			iot-central-users          | discover | - - - -- -- IA | read
			iot-central-users          | access   | - - - -- -- IA | read
			iot-central-users          | export   | - - - -- -- IA | read
			iot-central-users          | rectify  | - - - -- -- IA | changed
			iot-central-users          | restrict | - - - -- -- IA | changed
			iot-central-users          | erase    | - - - -- -- IA | changed
			iot-central-system-logs    | discover | - - - -- -- -- | refused: not accessible or exportable by application administrators (application {application})
			iot-central-system-logs    | access   | - - - -- -- -- | refused: not accessible or exportable by application administrators (application {application})
			iot-central-system-logs    | export   | - - - -- -- -- | refused: not accessible or exportable by application administrators (application {application})
			iot-central-system-logs    | rectify  | - - - -- -- -- | refused: not accessible or exportable by application administrators (application {application})
			iot-central-system-logs    | restrict | - - - -- -- -- | refused: not accessible or exportable by application administrators (application {application})
			iot-central-system-logs    | erase    | - - - -- -- -- | refused: not accessible or exportable by application administrators (application {application})
			iot-central-devices        | discover | - - - -- -- IA | manual
			iot-central-devices        | access   | - - - -- -- IA | manual
			iot-central-devices        | export   | - - - -- -- IA | manual
			iot-central-devices        | rectify  | - - - -- -- IA | manual
			iot-central-devices        | restrict | - - - -- -- IA | manual
			iot-central-devices        | erase    | - - - -- -- IA | manual
			""";

	private static final Map<String, Role> ROLES = Map.of("R", Role.READER, "C", Role.CONTRIBUTOR, "O", Role.OWNER,
			"AA", Role.ACCOUNT_ADMINISTRATOR, "TA", Role.TENANT_ADMINISTRATOR, "IA", Role.IOT_CENTRAL_ADMINISTRATOR);

	private static final Pattern BECOMES = Pattern.compile(
			"(?<how>read|changed|manual|refused|retained)( with (?<option>\\w+), else retained)?( for (?<period>P\\w+))?(: (?<rule>.+))?");

	private final Map<String, Source> sources = sources();

	/**
	 * One cell.
	 *
	 * @param becomes what is done for those who may
	 */
	record Cell(String source, Right right, Role role, boolean may, Row becomes) {

		@Override
		public String toString() {
			return "%s of %s by %s: %s".formatted(this.right.label(), this.source, this.role.label(),
					this.may ? this.becomes.how() : "refused");
		}

	}

	/**
	 * One row.
	 *
	 * @param roles those that may ask
	 * @param how what becomes of it: read, changed, manual, refused or retained
	 * @param option the option on which a change depends, or null
	 * @param period how long it is retained, or null
	 * @param rule why it is refused or retained, or null
	 */
	record Row(String source, Right right, Set<Role> roles, String how, String option, String period, String rule) {

		static Row of(String line) {
			String[] columns = line.split("\\s*\\|\\s*", 4);
			Matcher becomes = BECOMES.matcher(columns[3]);
			assertThat(becomes.matches()).as(line).isTrue();
			Set<Role> roles = EnumSet.noneOf(Role.class);
			Arrays.stream(columns[2].split(" ")).filter(ROLES::containsKey).map(ROLES::get).forEach(roles::add);
			return new Row(columns[0], Right.of(columns[1]), roles, becomes.group("how"), becomes.group("option"),
					becomes.group("period"), becomes.group("rule"));
		}

		@Override
		public String toString() {
			return "%s of %s: %s".formatted(this.right.label(), this.source, this.how);
		}

	}

	static Stream<Row> rows() {
		return TABLE.lines().map(Row::of);
	}

	static Stream<Cell> cells() {
		return rows().flatMap((row) -> ROLES.values()
			.stream()
			.sorted()
			.map((role) -> new Cell(row.source(), row.right(), role, row.roles().contains(role), row)));
	}

	@Test
	void the_table_has_a_row_for_every_source_and_every_right() {
		List<String> rows = new ArrayList<>();
		this.sources.keySet().forEach((source) -> {
			for (Right right : Right.values()) {
				rows.add(source + " " + right.label());
			}
		});

		assertThat(rows().map((row) -> row.source() + " " + row.right().label()))
			.containsExactlyInAnyOrderElementsOf(rows);
	}

	@ParameterizedTest
	@MethodSource("cells")
	void a_role_may_what_the_table_says_and_is_refused_the_rest_by_a_rule(Cell cell) {
		Source source = this.sources.get(cell.source());

		PlannedTask task = planned(source, cell.right(), Map.of(), Set.of(cell.role()));

		assertThat(source.grants(cell.right(), Set.of(cell.role()))).isEqualTo(cell.may());
		if (cell.may()) {
			assertThat(task.outcome()).isNotEqualTo(Outcome.REFUSED);
		}
		else {
			assertThat(task.outcome()).isEqualTo(Outcome.REFUSED);
			assertThat(task.reason()).isNotBlank();
			assertThat(task.rule()).isNotBlank();
			if (cell.becomes().how().equals("refused")) {
				assertThat(task.rule()).isEqualTo(cell.becomes().rule());
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "defender-security-contacts | - C O AA -- --", "defender-jit-policies | - - - AA -- --",
					"defender-alerts | - - - AA -- --", "defender-for-apis | - - - -- -- --",
					"activity-log | R C O AA -- --", "entra-user | - - - -- TA --", "entra-sign-ins | - - - -- TA --",
					"entra-directory-audits | - - - -- TA --", "entra-system-logs | - - - -- TA --",
					"iot-central-users | - - - -- -- IA", "iot-central-devices | - - - -- -- IA",
					"iot-central-system-logs | - - - -- -- --" })
	void to_restrict_by_removal_takes_who_may_export_and_erase(String source, String roles) {
		Map<String, JsonNode> remove = Map.of("restrictBy", TextNode.valueOf("remove"));

		ROLES.forEach((name, role) -> assertThat(
				planned(this.sources.get(source), Right.RESTRICT, remove, Set.of(role)).outcome() != Outcome.REFUSED)
			.as(name)
			.isEqualTo(List.of(roles.split(" ")).contains(name)));
	}

	@ParameterizedTest
	@MethodSource("rows")
	void the_roles_of_the_hub_itself_open_no_source(Row row) {
		assertThat(this.sources.get(row.source())
			.grants(row.right(), EnumSet.complementOf(EnumSet.copyOf(ROLES.values())))).isFalse();
	}

	@ParameterizedTest
	@MethodSource("rows")
	void what_becomes_of_it_is_what_the_table_says(Row row) {
		Source source = this.sources.get(row.source());
		Optional<Change> change = source.change(row.right());

		switch (row.how()) {
			case "read" -> assertThat(change).isEmpty();
			case "manual" -> assertThat(source.collect().manual()).isNotBlank();
			case "refused" ->
				assertThat(Optional.ofNullable(source.collect().refused()).or(() -> change.map(Change::refused)))
					.contains(row.rule());
			case "retained" -> {
				assertThat(change.orElseThrow().possible()).isFalse();
				assertThat(change.get().retained()).isEqualTo(row.rule());
				assertThat(change.get().keptFor())
					.isEqualTo((row.period() != null) ? Period.parse(row.period()) : null);
			}
			default -> {
				assertThat(change.orElseThrow().possible()).isTrue();
				assertThat(change.get().refused()).isNull();
				assertThat(change.get().option()).isEqualTo(row.option());
				assertThat(change.get().retained()).isEqualTo(row.rule());
				assertThat(Optional.ofNullable(change.get().keptFor()).map(Period::toString).orElse(null))
					.isEqualTo(row.period());
			}
		}
	}

	private static PlannedTask planned(Source source, Right right, Map<String, JsonNode> options, Set<Role> roles) {
		Tenant.Endpoints endpoints = new Tenant.Endpoints(null, null, URI.create("https://graph.example"), null);
		Tenant tenant = new Tenant("contoso", null, null, "DK", null, null, endpoints, null, null,
				List.of("22222222-2222-2222-2222-222222222222"), null, null, null, null, null, null, null, null, null,
				null, null, null, null);
		Subject ana = new Subject(Map.of(IdentifierKind.EMAIL, Set.of("ana@contoso.example")), Set.of(), "DK");
		Identity identity = new Identity(ana, "member", "11111111-1111-4111-8111-111111111111", null, List.of());
		return Plan.of(new Asked(right, options, Map.of()), tenant, List.of(source), roles, identity, Map.of()).get(0);
	}

	private static Map<String, Source> sources() {
		ConfigurationFile<Source> kind = new ConfigurationFile<>(Source.class, "source");
		return ConfigurationFile.in(Path.of("config", "sources"))
			.stream()
			.map(kind::read)
			.collect(Collectors.toMap(Source::source, (source) -> source));
	}

}
