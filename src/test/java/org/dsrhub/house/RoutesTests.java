package org.dsrhub.house;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the files in {@code routes/} in order, which no compiler reads.
 */
class RoutesTests {

	static final List<YamlFile> ROUTES = YamlFile.below("routes", ".camel.yaml");

	static final List<YamlFile> KAMELETS = YamlFile.below("routes", ".kamelet.yaml");

	static List<YamlFile> routes() {
		return ROUTES;
	}

	static List<YamlFile> kamelets() {
		return KAMELETS;
	}

	/** The beans that routes and Kamelets call. */
	static Set<String> beans() {
		return Stream.concat(ROUTES.stream(), KAMELETS.stream())
			.flatMap((file) -> file.keyed("ref"))
			.map(YamlFile.Field::value)
			.collect(Collectors.toSet());
	}

	@ParameterizedTest
	@MethodSource("routes")
	void a_route_keeps_the_rules_of_the_house(YamlFile file) {
		assertThat(new RouteRules(ROUTES, KAMELETS).faults(file)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("kamelets")
	void a_kamelet_keeps_the_rules_of_the_house(YamlFile file) {
		assertThat(KameletRules.faults(file)).isEmpty();
	}

	@Test
	void an_id_is_given_once_over_all_files() {
		Map<String, String> owners = new HashMap<>();
		Stream.concat(ROUTES.stream(), KAMELETS.stream())
			.forEach((file) -> StepRules.ids(file)
				.forEach((id) -> assertThat(owners.put(id.value(), file + ":" + id.line())).as(id.value()).isNull()));
		assertThat(owners).isNotEmpty();
	}

	@Test
	void every_file_lies_where_the_hub_looks_for_it() {
		assertThat(ROUTES).isNotEmpty()
			.allSatisfy((file) -> assertThat(file.path().toString()).matches("routes/[a-z]+/[a-z-]+\\.camel\\.yaml"));
		assertThat(KAMELETS).isNotEmpty()
			.allSatisfy((file) -> assertThat(file.path().toString()).startsWith("routes/kamelets/"));
	}

}
