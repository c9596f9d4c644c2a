package org.dsrhub.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.source.Catalogue;
import org.dsrhub.tenant.Tenants;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every file below {@code invalid/} is named after its fault and says in its first lines
 * what an administrator or a connector author must be told of it.
 */
class InvalidExamplesTests {

	private static final String EXAMPLES = "src/test/resources/invalid/";

	private static final String SECRET = "hunter2";

	@TempDir
	Path folder;

	static List<YamlFile> routes() {
		return YamlFile.below(EXAMPLES + "routes", ".yaml");
	}

	static List<YamlFile> kamelets() {
		return YamlFile.below(EXAMPLES + "kamelets", ".yaml");
	}

	static List<Path> sources() throws IOException {
		return files("sources");
	}

	static List<Path> tenants() throws IOException {
		return files("tenants");
	}

	@ParameterizedTest
	@MethodSource("routes")
	void a_route_with_a_fault_is_told(YamlFile file) {
		List<YamlFile> others = Stream.concat(RoutesTests.ROUTES.stream(), Stream.of(file)).toList();
		assertThat(new RouteRules(others, RoutesTests.KAMELETS).faults(file)).containsAll(says(file.text()));
	}

	@ParameterizedTest
	@MethodSource("kamelets")
	void a_kamelet_with_a_fault_is_told(YamlFile file) {
		assertThat(KameletRules.faults(file)).containsAll(says(file.text()));
	}

	@ParameterizedTest
	@MethodSource("sources")
	void a_source_file_with_a_fault_stops_the_start(Path file) throws IOException {
		refused(file, Catalogue::new);
	}

	@ParameterizedTest
	@MethodSource("tenants")
	void a_tenant_file_with_a_fault_stops_the_start(Path file) throws IOException {
		Catalogue catalogue = new Catalogue(ConfigurationTests.hub(Path.of("config")));
		refused(file, (hub) -> new Tenants(hub, catalogue));
	}

	private void refused(Path example, Consumer<HubProperties> start) throws IOException {
		Path kind = Files.createDirectories(this.folder.resolve(example.getParent().getFileName()));
		Path file = Files.copy(example, kind.resolve(example.getFileName()));
		String faults = String.join(System.lineSeparator() + "  ", says(Files.readString(file)));
		assertThatExceptionOfType(InvalidConfiguration.class)
			.isThrownBy(() -> start.accept(ConfigurationTests.hub(this.folder)))
			.withMessage("%s is not valid:%n  %s".formatted(file, faults))
			.satisfies((refusal) -> assertThat(refusal.getMessage()).doesNotContain(SECRET));
	}

	private static List<String> says(String text) {
		List<String> says = text.lines()
			.filter((line) -> line.startsWith("# says: "))
			.map((line) -> line.substring("# says: ".length()))
			.toList();
		assertThat(says).isNotEmpty();
		return says;
	}

	private static List<Path> files(String kind) throws IOException {
		try (Stream<Path> files = Files.list(Path.of(EXAMPLES + kind))) {
			return files.sorted().toList();
		}
	}

}
