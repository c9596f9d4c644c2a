package org.dsrhub.simulated;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SamplePeopleTests {

	private static final Instant NOW = Instant.parse("2026-02-10T09:00:00Z");

	private final SimulatedTenant tenant = SimulatedTenant.start("contoso");

	private final SamplePeople people = SamplePeople.settle(this.tenant, NOW);

	@AfterEach
	void close() {
		this.tenant.close();
	}

	/**
	 * Told apart here by looking for her identifiers with nothing of a name or a domain
	 * around them.
	 */
	@ParameterizedTest
	@CsvSource({ "SECURITY_CONTACTS, defender-security-contacts",
			"LEGACY_SECURITY_CONTACTS, defender-security-contacts/2017-08-01-preview", "ALERTS, defender-alerts",
			"JIT_POLICIES, defender-jit-policies", "ACTIVITY_LOG, activity-log" })
	void the_records_said_to_be_hers_are_those_that_name_her(ArmKind kind, String source) {
		Pattern hers = Pattern.compile("(?i)(?<![\\w.@-])("
				+ String.join("|", Pattern.quote(this.people.email()), this.people.objectId(), this.people.sid())
				+ ")(?![\\w-]|\\.\\w)");
		Set<String> naming = new HashSet<>();
		for (String subscription : this.tenant.subscriptions()) {
			for (ObjectNode record : this.tenant.arm().state().of(subscription, kind)) {
				if (hers.matcher(record.toString()).find()) {
					naming.add(record.path("id").asText());
				}
			}
		}

		assertThat(naming).isNotEmpty().isEqualTo(this.people.records(source));
		assertThat(this.people.recordsByIpAddress(source)).doesNotContainAnyElementsOf(naming);
	}

	@Test
	void no_canary_is_part_of_anything_of_hers() {
		JsonNode ana = this.tenant.graph()
			.users()
			.stream()
			.filter((user) -> user.path("id").asText().equals(this.people.objectId()))
			.findFirst()
			.orElseThrow();

		assertThat(this.people.canaries()).hasSizeGreaterThan(120)
			.allMatch((canary) -> canary.length() >= 9)
			.noneMatch((canary) -> ana.toString().contains(canary) || canary.equals(this.people.ipAddress()));
	}

	@Test
	void every_canary_is_planted_in_some_record() {
		List<String> everything = new ArrayList<>();
		this.tenant.graph().users().forEach((user) -> everything.add(user.toString()));
		this.tenant.graph().deletedUsers().forEach((user) -> everything.add(user.toString()));
		for (String subscription : this.tenant.subscriptions()) {
			for (ArmKind kind : ArmKind.values()) {
				this.tenant.arm().state().of(subscription, kind).forEach((record) -> everything.add(record.toString()));
			}
		}

		assertThat(this.people.canaries())
			.filteredOn((canary) -> everything.stream().noneMatch((text) -> text.contains(canary)))
			.allMatch((canary) -> canary.matches("\\+44\\d+"));
	}

	@Test
	void two_tenants_share_only_the_subject() {
		try (SimulatedTenant other = SimulatedTenant.start("fabrikam")) {
			SamplePeople there = SamplePeople.settle(other, NOW);

			assertThat(there.email()).isEqualTo(this.people.email());
			assertThat(there.userPrincipalName()).isEqualTo("ana_contoso.example#EXT#@fabrikam.example");
			assertThat(there.objectId()).isNotEqualTo(this.people.objectId());
			assertThat(there.records("activity-log")).doesNotContainAnyElementsOf(this.people.records("activity-log"));
		}
	}

	@Test
	void the_tenant_file_points_here_and_takes_further_keys(@TempDir Path folder) throws Exception {
		JsonNode file = new YAMLMapper()
			.readTree(this.tenant.tenantYaml(folder, "sources: {include: [entra-user]}\nregion: SE"));

		assertThat(file.at("/endpoints/login").asText()).isEqualTo(this.tenant.login().url());
		assertThat(file.at("/sources/include/0").asText()).isEqualTo("entra-user");
		assertThat(file.path("region").asText()).isEqualTo("SE");
		assertThat(Path.of(file.path("trust").asText())).content().startsWith("-----BEGIN CERTIFICATE-----");
		Path secret = Path.of(file.at("/credential/secret").asText().substring("file:".length()));
		assertThat(secret).hasContent(this.tenant.clientSecret());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret))).isEqualTo("rw-------");
	}

}
