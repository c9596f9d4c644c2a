package org.dsrhub.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.packaging.PackageContent.Segment;
import org.dsrhub.packaging.PackageContent.SourceContent;
import org.dsrhub.source.NotPersons;
import org.dsrhub.source.Source;
import org.dsrhub.task.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PackageAssemblerTest {

	private static final Source ALERTS = PackageSamples.source("Defender for Cloud", "defender-alerts");

	private static final Source LOG = PackageSamples.source("Azure", "activity-log");

	private final ObjectMapper json = new ObjectMapper();

	@TempDir
	private Path folder;

	private PackageAssembler assembler;

	@BeforeEach
	void readTemplates() {
		this.assembler = new PackageAssembler(this.folder.resolve("no-templates"));
	}

	@Test
	void a_package_holds_page_aggregate_sources_and_manifest() throws IOException {
		AssembledPackage made = assemble(1, alerts("{\"n\":1}", "{\"n\":2}"),
				PackageSamples.without(LOG, Outcome.NOTHING_FOUND, null, null, null));
		assertThat(names(made)).containsExactly("subject.json", "Defender for Cloud/defender-alerts.json",
				"Azure/activity-log.json", "index.html", "manifest.json");
		assertThat(read(made, "Defender for Cloud/defender-alerts.json").findValuesAsText("n")).containsExactly("1",
				"2");
		assertThat(read(made, "Azure/activity-log.json")).isEmpty();
		JsonNode subject = read(made, "subject.json");
		assertThat(subject.at("/request/reference").asText()).isEqualTo("R-1");
		assertThat(subject.at("/sources/0/records")).isEqualTo(read(made, "Defender for Cloud/defender-alerts.json"));
		assertThat(made.bytes()).isEqualTo(Files.size(made.zip()));
		assertThat(made.sha256()).isEqualTo(Sha256.of(made.zip()));
	}

	@Test
	void the_manifest_inside_is_the_one_beside_and_its_hashes_hold() throws IOException {
		AssembledPackage made = assemble(1, alerts("{\"n\":1}"));
		try (ZipFile zip = new ZipFile(made.zip().toFile())) {
			assertThat(zip.getInputStream(zip.getEntry("manifest.json")))
				.hasBinaryContent(Files.readAllBytes(made.manifest()));
			JsonNode manifest = this.json.readTree(made.manifest().toFile());
			List<JsonNode> files = new ArrayList<>();
			manifest.path("files").forEach(files::add);
			manifest.path("sources").forEach(files::add);
			assertThat(files).hasSize(3).allSatisfy((each) -> {
				ZipEntry entry = zip.getEntry(each.path("file").asText());
				try (InputStream in = zip.getInputStream(entry)) {
					assertThat(each.path("sha256").asText()).isEqualTo(Sha256.of(in));
				}
				assertThat(each.path("bytes").asLong()).isEqualTo(entry.getSize());
			});
		}
	}

	@Test
	void the_same_content_gives_the_same_bytes_in_every_time_zone() throws IOException {
		SourceContent alerts = alerts("{\"n\":1}");
		AssembledPackage first = assemble(1, alerts);
		TimeZone before = TimeZone.getDefault();
		try {
			TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
			AssembledPackage second = this.assembler.assemble(PackageSamples.content(1, alerts),
					this.folder.resolve("second"));
			assertThat(second.zip()).hasSameBinaryContentAs(first.zip());
			assertThat(second.manifest()).hasSameBinaryContentAs(first.manifest());
		}
		finally {
			TimeZone.setDefault(before);
		}
	}

	@Test
	void what_a_broken_attempt_left_is_replaced() throws IOException {
		Path made = Files.createDirectories(this.folder.resolve("made"));
		Files.writeString(made.resolve("package.zip"), "half");
		Files.writeString(made.resolve("package.zip.unfinished"), "half");
		Files.writeString(made.resolve("manifest.json"), "half");
		assertThat(names(assemble(1, alerts("{\"n\":1}")))).contains("manifest.json");
		assertThat(made).isDirectoryNotContaining("glob:**.unfinished");
	}

	@Test
	void only_the_hub_can_read_it() throws IOException {
		AssembledPackage made = assemble(1, alerts("{\"n\":1}"));
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.zip()))).isEqualTo("rw-------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.manifest())))
			.isEqualTo("rw-------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.zip().getParent())))
			.isEqualTo("rwx------");
	}

	@Test
	void a_later_revision_names_what_it_supersedes() throws IOException {
		AssembledPackage made = assemble(3, alerts("{\"n\":1}"));
		assertThat(made.zip()).hasFileName("package.3.zip");
		assertThat(made.manifest()).hasFileName("manifest.3.json");
		assertThat(this.json.readTree(made.manifest().toFile()).at("/request/supersedes").toString())
			.isEqualTo("{\"zip\":\"package.2.zip\",\"manifest\":\"manifest.2.json\"}");
		assertThat(names(made)).contains("manifest.json");
	}

	@Test
	void numbers_and_strings_come_out_as_they_went_in() throws IOException {
		String data = "{\"a\":1.10,\"b\":123456789012345678901234567890.0000000000000000001,\"c\":1E400,\"d\":-0.0,"
				+ "\"e\":9007199254740993,\"f\":\"\\u0000\\u001f \\\" \\\\ \uD83D\uDE00 {{x}} </script>\"}";
		AssembledPackage made = assemble(1, alerts(data));
		String file = text(made, "Defender for Cloud/defender-alerts.json");
		assertThat(file).contains(": 1.10,", ": 123456789012345678901234567890.0000000000000000001,", ": 1E400,",
				": -0.0,", ": 9007199254740993,");
		assertThat(this.json.readTree(file).findValue("f")).isEqualTo(this.json.readTree(data).path("f"));
	}

	@Test
	void bytes_behind_the_committed_length_are_not_part_of_it() throws IOException {
		Segment staged = PackageSamples.staged(this.folder.resolve("a.ndjson"), record("{\"n\":1}"));
		Files.writeString(staged.file(), record("{\"n\":2}") + "\n{\"id\":\"to", StandardOpenOption.APPEND);
		AssembledPackage made = assemble(1, PackageSamples.found(ALERTS, 1, staged));
		assertThat(read(made, "Defender for Cloud/defender-alerts.json")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 10, 60, 250 })
	void a_torn_record_stops_the_assembly_and_is_not_quoted(int missing) {
		Segment staged = PackageSamples.staged(this.folder.resolve("torn.ndjson"), record("{\"n\":1}"),
				record("{\"secret\":\"ana@contoso.example\"}"));
		Segment torn = new Segment(staged.file(), staged.bytes() - 1 - missing);
		assertStops(PackageSamples.found(ALERTS, 2, torn), "defender-alerts: a staged record cannot be parsed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ana@contoso.example", "{\"secret\":\"ana@contoso.example\",}", "[]",
			"\"ana@contoso.example\"", "null", "\u0000\u0000" })
	void a_line_that_is_no_record_stops_the_assembly_and_is_not_quoted(String line) {
		assertStops(
				PackageSamples.found(ALERTS, 2,
						PackageSamples.staged(this.folder.resolve("bad.ndjson"), record("{\"n\":1}"), line)),
				"defender-alerts: a staged record");
	}

	@Test
	void a_record_of_another_source_stops_the_assembly() {
		assertStops(
				PackageSamples.found(ALERTS, 1,
						PackageSamples.staged(this.folder.resolve("foreign.ndjson"),
								PackageSamples.record("activity-log", "{\"source\":\"defender-alerts\"}"))),
				"is not of this source");
	}

	@Test
	void a_segment_that_lost_bytes_stops_the_assembly() throws IOException {
		Segment staged = PackageSamples.staged(this.folder.resolve("lost.ndjson"), record("{\"n\":1}"));
		assertStops(PackageSamples.found(ALERTS, 1, new Segment(staged.file(), staged.bytes() + 1)), "shorter");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 3 })
	void a_count_that_does_not_hold_stops_the_assembly(long count) {
		Segment staged = PackageSamples.staged(this.folder.resolve("two.ndjson"), record("{\"n\":1}"),
				record("{\"n\":2}"));
		assertStops(PackageSamples.found(ALERTS, count, staged),
				"source defender-alerts: its task counted " + count + " records (found), 2 are staged");
	}

	@Test
	void nothing_found_with_something_staged_stops_the_assembly() {
		Segment staged = PackageSamples.staged(this.folder.resolve("one.ndjson"), record("{\"n\":1}"));
		assertStops(new SourceContent(ALERTS, Outcome.NOTHING_FOUND, null, null, null, 1, 0, 0, 0, NotPersons.NONE,
				null, null, List.of(staged)), "(nothing-found), 1 are staged");
	}

	@ParameterizedTest
	@EnumSource(value = Outcome.class, names = { "FOUND", "NOTHING_FOUND" }, mode = EnumSource.Mode.EXCLUDE)
	void every_other_outcome_is_in_the_manifest_without_a_file(Outcome outcome) throws IOException {
		AssembledPackage made = assemble(1,
				PackageSamples.without(ALERTS, outcome, "because", "the rule", Instant.parse("2027-01-01T00:00:00Z")));
		JsonNode manifest = this.json.readTree(made.manifest().toFile());
		JsonNode source = manifest.at("/sources/0");
		assertThat(source.path("outcome").asText()).isEqualTo(outcome.label());
		assertThat(source.path("system").asText()).isEqualTo("Defender for Cloud");
		assertThat(source.path("reason").asText()).isEqualTo("because");
		assertThat(source.path("rule").asText()).isEqualTo("the rule");
		assertThat(source.path("retainedUntil").asText()).isEqualTo("2027-01-01T00:00:00Z");
		assertThat(source.path("file").isNull() && source.path("sha256").isNull() && source.path("bytes").isNull())
			.isTrue();
		assertThat(manifest.path("exceptions").size()).isEqualTo(outcome.well() ? 0 : 1);
		assertThat(names(made)).containsExactly("subject.json", "index.html", "manifest.json");
	}

	@Test
	void the_manifest_says_what_was_searched_and_what_is_not_covered() throws IOException {
		JsonNode manifest = this.json.readTree(assemble(1, alerts("{\"n\":1}")).manifest().toFile());
		assertThat(manifest.path("identifiersSearched").toString()).isEqualTo("[\"objectId\",\"email\",\"phone\"]");
		assertThat(manifest.at("/identification/result").asText()).isEqualTo("member");
		assertThat(manifest.at("/request/packagedAt").asText()).isEqualTo("2026-02-03T10:15:30Z");
		assertThat(manifest.at("/sources/0/api").toString())
			.isEqualTo("{\"connector\":\"arm-list-action\",\"path\":\"/subscriptions/{subscription}/alerts\"}");
		assertThat(manifest.at("/sources/0/apiVersion").asText()).isEqualTo("2022-01-01");
		assertThat(manifest.path("notCovered")).hasSize(3)
			.allSatisfy((each) -> assertThat(each).hasSize(3).noneMatch((text) -> text.asText().isBlank()));
		assertThat(manifest.path("notCovered").toString()).contains("https://account.microsoft.com/privacy");
		assertThat(manifest.path("limits").toString()).contains("free text");
	}

	@Test
	void the_manifest_names_a_source_that_the_tenant_cannot_ask() throws IOException {
		PackageContent content = PackageSamples.content(1, alerts("{\"n\":1}"));
		PackageContent without = new PackageContent(content.id(), content.reference(), content.tenant(),
				content.right(), content.receivedAt(), content.deadline(), 1, content.packagedAt(),
				content.searchedBy(), content.identified(), content.notSearched(), null, content.sources(),
				List.of(PackageSamples.source("Entra ID", "entra-system-logs")));
		AssembledPackage made = this.assembler.assemble(without, this.folder.resolve("beyond"));
		JsonNode manifest = this.json.readTree(made.manifest().toFile());
		assertThat(manifest.path("notCovered")).hasSize(4);
		assertThat(manifest.at("/notCovered/3").toString()).contains("Entra ID", "storage account");
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", ".", "a/b", "a\\b", "a\nb", "", ".hidden" })
	void a_system_whose_name_would_leave_its_folder_stops_the_assembly(String system) {
		Source source = PackageSamples.source(system, "defender-alerts");
		assertStops(PackageSamples.found(source, 1,
				PackageSamples.staged(this.folder.resolve("odd.ndjson"), record("{\"n\":1}"))), "");
	}

	@Test
	void a_package_larger_than_the_memory_is_made() throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx48m", "-cp", System.getProperty("java.class.path"), ManyRecords.class.getName(),
				this.folder.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		try (ZipFile zip = new ZipFile(this.folder.resolve("made/package.zip").toFile())) {
			assertThat(zip.getEntry("subject.json").getSize()).isGreaterThan(100_000_000);
		}
	}

	private void assertStops(SourceContent source, String message) {
		assertThatIllegalStateException().isThrownBy(() -> assemble(1, source))
			.withMessageContaining(message)
			.withMessageNotContaining("ana@")
			.withNoCause();
		assertThat(this.folder.resolve("made/package.zip")).doesNotExist();
	}

	private SourceContent alerts(String... data) {
		String[] lines = new String[data.length];
		for (int index = 0; index < data.length; index++) {
			lines[index] = record(data[index]);
		}
		return PackageSamples.found(ALERTS, lines.length,
				PackageSamples.staged(this.folder.resolve("alerts.ndjson"), lines));
	}

	private static String record(String data) {
		return PackageSamples.record("defender-alerts", data);
	}

	private AssembledPackage assemble(int revision, SourceContent... sources) {
		return this.assembler.assemble(PackageSamples.content(revision, sources), this.folder.resolve("made"));
	}

	private static List<String> names(AssembledPackage made) throws IOException {
		try (ZipFile zip = new ZipFile(made.zip().toFile())) {
			return Collections.list(zip.entries()).stream().map(ZipEntry::getName).toList();
		}
	}

	private JsonNode read(AssembledPackage made, String name) throws IOException {
		return this.json.readTree(text(made, name));
	}

	private static String text(AssembledPackage made, String name) throws IOException {
		try (ZipFile zip = new ZipFile(made.zip().toFile())) {
			return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
