package org.dsrhub.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.tenant.Tenants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The catalogue and the tenant files: what ships is right, and each wrong file stops the
 * start by name, line and field. The last line of an invalid example says what must be
 * told.
 */
class ConfigurationTests {

	private static final Path INVALID = Path.of("src/test/resources/invalid");

	private static final String EXPECTED = "# expected: ";

	@TempDir
	Path folder;

	@Test
	void the_catalogue_that_ships_has_the_five_sources_and_each_says_what_article_15_asks() {
		Catalogue catalogue = new Catalogue(hub(Path.of("config")));
		assertThat(catalogue.all()).extracting(Source::source)
			.containsExactly("activity-log", "defender-alerts", "defender-jit-policies", "defender-security-contacts",
					"entra-user");
		assertThat(catalogue.all()).allSatisfy(
				(source) -> assertThat(source.roles().keySet()).contains(Right.DISCOVER, Right.ACCESS, Right.EXPORT));
	}

	static List<Path> tenants() {
		return RouteFiles.files(INVALID.resolve("tenants"), ".yaml");
	}

	@ParameterizedTest
	@MethodSource("tenants")
	void a_wrong_tenant_file_stops_the_start(Path file) throws IOException {
		stops("tenants", file, () -> new Tenants(hub(this.folder)));
	}

	static List<Path> sources() {
		return RouteFiles.files(INVALID.resolve("sources"), ".yaml");
	}

	@ParameterizedTest
	@MethodSource("sources")
	void a_wrong_source_file_stops_the_start(Path file) throws IOException {
		stops("sources", file, () -> new Catalogue(hub(this.folder)));
	}

	private void stops(String kind, Path file, org.assertj.core.api.ThrowableAssert.ThrowingCallable start)
			throws IOException {
		Path copy = Files.createDirectories(this.folder.resolve(kind)).resolve(file.getFileName());
		Files.copy(file, copy);
		List<String> lines = Files.readAllLines(file);
		String expected = lines.get(lines.size() - 1).substring(EXPECTED.length());
		assertThatThrownBy(start).isInstanceOf(InvalidConfiguration.class)
			.hasMessageContaining(copy.toString())
			.hasMessageContaining(expected)
			.hasMessageNotContaining("hunter2-in-clear");
	}

	private static HubProperties hub(Path config) {
		Path here = Path.of(".");
		return new HubProperties(config, Path.of("routes"), here, here, here, "test", Duration.ZERO, Duration.ZERO,
				Duration.ZERO, Duration.ofMinutes(5), new HubProperties.Work(1, 1));
	}

}
