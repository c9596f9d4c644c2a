package org.dsrhub.house;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lints what no compiler reads, and proves by invalid examples that the lint would
 * notice.
 */
class HouseTests {

	private static final Path ROUTES = Path.of("routes");

	private static final Path INVALID = Path.of("src/test/resources/invalid");

	@Test
	void every_route_keeps_the_rules() {
		RouteFiles rules = new RouteFiles(ROUTES.resolve("policy"));
		Map<String, List<String>> faults = new TreeMap<>();
		for (Path file : RouteFiles.files(ROUTES, ".camel.yaml")) {
			faults.put(file.toString(), rules.faults(file));
		}
		faults.values().removeIf(List::isEmpty);
		assertThat(faults).isEmpty();
	}

	@Test
	void every_kamelet_keeps_the_rules() {
		Map<String, List<String>> faults = new TreeMap<>();
		for (Path file : RouteFiles.files(ROUTES, ".kamelet.yaml")) {
			faults.put(file.toString(), KameletFiles.faults(file));
		}
		faults.values().removeIf(List::isEmpty);
		assertThat(faults).isEmpty();
	}

	static List<Path> invalidRoutes() {
		return RouteFiles.files(INVALID.resolve("routes"), ".camel.yaml");
	}

	@ParameterizedTest
	@MethodSource("invalidRoutes")
	void a_route_that_breaks_a_rule_is_noticed(Path file) {
		String fault = expected(file);
		assertThat(new RouteFiles(ROUTES.resolve("policy")).faults(file)).as(file.toString())
			.anyMatch((found) -> found.contains(fault));
	}

	static List<Path> invalidKamelets() {
		return RouteFiles.files(INVALID.resolve("kamelets"), ".kamelet.yaml");
	}

	@ParameterizedTest
	@MethodSource("invalidKamelets")
	void a_kamelet_that_breaks_a_rule_is_noticed(Path file) {
		String fault = expected(file);
		assertThat(KameletFiles.faults(file)).as(file.toString()).anyMatch((found) -> found.contains(fault));
	}

	/**
	 * The first line of an invalid example is a comment that says what must be noticed.
	 */
	private static String expected(Path file) {
		try {
			String first = java.nio.file.Files.readAllLines(file).get(0);
			assertThat(first).startsWith("# ");
			return first.substring(2);
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

}
