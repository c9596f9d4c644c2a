package org.dsrhub.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.samskivert.mustache.Mustache;
import org.dsrhub.DsrHub;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.request.RequestState;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Holds configuration, schemas, contract and templates in order: each of them is read.
 */
class ConfigurationTests {

	private static final Path RESOURCES = Path.of("src/main/resources");

	static List<Path> schemas() throws IOException {
		return below(RESOURCES.resolve("schema"));
	}

	static List<Path> templates() throws IOException {
		return below(RESOURCES.resolve("templates"));
	}

	static List<YamlFile> configured() {
		return Stream.of(YamlFile.below("config", ".yaml"), YamlFile.below("src/main/resources", ".yaml"))
			.flatMap(List::stream)
			.toList();
	}

	@Test
	void every_source_file_is_in_the_catalogue() throws IOException {
		assertThat(catalogue().all()).extracting(Source::source)
			.containsExactlyElementsOf(below(Path.of("config/sources")).stream()
				.map((file) -> file.getFileName().toString().replace(".yaml", ""))
				.toList());
	}

	@Test
	void sources_that_name_the_same_limit_give_it_the_same_numbers(@TempDir Path folder) throws IOException {
		Path sources = Files.createDirectory(folder.resolve("sources"));
		for (String name : List.of("entra-directory-audits.yaml", "entra-sign-ins.yaml")) {
			Files.copy(Path.of("config/sources", name), sources.resolve(name));
		}
		assertThat(new Catalogue(hub(folder)).all()).hasSize(2);
		Path second = sources.resolve("entra-sign-ins.yaml");
		Files.writeString(second, Files.readString(second).replace("per: PT10S", "per: PT1S"));
		assertThatExceptionOfType(InvalidConfiguration.class).isThrownBy(() -> new Catalogue(hub(folder)))
			.withMessage(
					"%s is not valid:%n  line 27, field 'collect.rate': expected: calls: 5 and per: PT10S, as in entra-directory-audits.yaml, which names the same limit",
					second);
	}

	@Test
	void a_limit_at_which_a_source_is_changed_leaves_room_for_a_reading_and_its_change(@TempDir Path folder)
			throws IOException {
		Path users = Files.createDirectory(folder.resolve("sources")).resolve("iot-central-users.yaml");
		String text = Files.readString(Path.of("config/sources/iot-central-users.yaml"));
		Files.writeString(users, text.replace("calls: 20, per: PT1S", "calls: 2, per: PT10S"));
		assertThat(new Catalogue(hub(folder)).all()).hasSize(1);
		for (String few : List.of("calls: 1, per: PT1S", "calls: 20, per: PT11S")) {
			Files.writeString(users, text.replace("calls: 20, per: PT1S", few));
			assertThatExceptionOfType(InvalidConfiguration.class).as(few)
				.isThrownBy(() -> new Catalogue(hub(folder)))
				.withMessage(
						"%s is not valid:%n  line 22, field 'collect.rate': expected: at least 2 calls per at most PT10S where a right changes the source, since a record is read and changed in one go",
						users);
		}
	}

	@Test
	void a_tenant_file_with_every_key_is_read() {
		Tenant contoso = new Tenants(hub(Path.of("src/test/resources/valid")), catalogue()).get("contoso");
		assertThat(contoso.sources().includes("entra-user")).isTrue();
		assertThat(contoso.sources().includes("activity-log")).isFalse();
		assertThat(contoso.limits().maxWait()).isEqualTo(Duration.ofSeconds(60));
		assertThat(contoso.decision(Right.ERASE)).isEqualTo(Tenant.Decision.FOUR_EYES);
		assertThat(contoso.supervisoryAuthority().name()).isEqualTo("The Data Authority");
	}

	@Test
	void the_example_of_a_tenant_file_is_one(@TempDir Path folder) throws IOException {
		Path tenants = Files.createDirectories(folder.resolve("tenants"));
		Files.copy(Path.of("config/tenants/contoso.yaml.example"), tenants.resolve("contoso.yaml"));
		assertThat(new Tenants(hub(folder), catalogue()).all()).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("schemas")
	void a_schema_is_one(Path file) throws IOException {
		assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
			.getSchema(SchemaLocation.of(SchemaId.V202012))
			.validate(Files.readString(file), InputFormat.JSON)).isEmpty();
		assertThat(unresolved(new ObjectMapper().readTree(file.toFile()))).isEmpty();
	}

	@Test
	void the_contract_refers_to_what_it_holds_and_knows_every_state() throws IOException {
		JsonNode contract = new YAMLMapper().readTree(RESOURCES.resolve("openapi/openapi.yaml").toFile());
		assertThat(contract.path("openapi").asText()).startsWith("3.1");
		assertThat(unresolved(contract)).isEmpty();
		String text = contract.toString();
		assertThat(RequestState.values()).allSatisfy((state) -> assertThat(text).contains('"' + state.label() + '"'));
	}

	@Test
	void the_door_has_the_paths_of_the_contract() throws IOException {
		JsonNode contract = new YAMLMapper().readTree(RESOURCES.resolve("openapi/openapi.yaml").toFile());
		TreeSet<String> promised = new TreeSet<>();
		contract.path("paths")
			.properties()
			.forEach((path) -> path.getValue()
				.fieldNames()
				.forEachRemaining((verb) -> promised.add(verb + " " + path.getKey())));
		promised.removeIf((call) -> call.matches("(parameters|summary|description) .*"));
		TreeSet<String> kept = new TreeSet<>();
		for (YamlFile file : RoutesTests.ROUTES) {
			new YAMLMapper().readTree(file.text())
				.findValues("rest")
				.forEach((rest) -> List.of("get", "post", "put", "patch", "delete")
					.forEach((verb) -> rest.path(verb)
						.forEach((call) -> kept
							.add(verb + " " + rest.path("path").asText() + call.path("path").asText()))));
		}
		assertThat(kept).isEqualTo(promised);
	}

	@Test
	void the_jar_starts_the_hub_and_not_the_demonstration() throws Exception {
		var pom = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse("pom.xml");
		assertThat(XPathFactory.newDefaultInstance()
			.newXPath()
			.evaluate("//plugin/executions/execution[id='repackage']/configuration/mainClass", pom))
			.isEqualTo(DsrHub.class.getName());
	}

	@ParameterizedTest
	@MethodSource("templates")
	void a_template_is_one(Path file) throws IOException {
		assertThat(Mustache.compiler()
			.withLoader((name) -> Files.newBufferedReader(file.resolveSibling(name + ".mustache")))
			.compile(Files.readString(file))).isNotNull();
	}

	@ParameterizedTest
	@MethodSource("configured")
	void no_file_holds_a_secret(YamlFile file) {
		assertThat(StepRules.secrets(file)).isEmpty();
	}

	private static List<String> unresolved(JsonNode document) {
		return document.findValues("$ref")
			.stream()
			.filter(JsonNode::isTextual)
			.map(JsonNode::asText)
			.filter((reference) -> reference.startsWith("#/"))
			.filter((reference) -> document.at(reference.substring(1)).isMissingNode())
			.toList();
	}

	private static Catalogue catalogue() {
		return new Catalogue(hub(Path.of("config")));
	}

	static HubProperties hub(Path config) {
		Duration second = Duration.ofSeconds(1);
		return new HubProperties(config, Path.of("routes"), null, null, null, "hub", second, second, second, second,
				new HubProperties.Work(1, 1, 1), Duration.ofDays(7), null, Duration.ofDays(7),
				new HubProperties.Evidence(null));
	}

	private static List<Path> below(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile).sorted().toList();
		}
	}

}
