package org.dsrhub.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard and the alert rules ask for what there is, and every rule says what to
 * do.
 */
class ObservabilityTests {

	private static final Path FOLDER = Path.of("docs/observability");

	private static final Pattern ROW = Pattern.compile("^\\| `(dsrhub_[a-z_]+)` \\| ([a-z, ]*)\\|", Pattern.MULTILINE);

	private static final Pattern ALERTED = Pattern.compile("^\\| `(dsrhub_[a-z_]+)` \\|(?:[^|]*\\|){2} [^| ]",
			Pattern.MULTILINE);

	private static final Pattern ROUTE = Pattern.compile("routeId=\"([^\"]*)\"");

	private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

	private static final Pattern METRIC = Pattern.compile("[a-z][a-z0-9]*(?:_[a-z0-9]+)+|\\bup\\b");

	private static final Pattern MATCHED = Pattern.compile("(dsrhub_[a-z_]+)\\{([^}]*)}");

	private static final Pattern GROUPED = Pattern.compile("by \\(([^)]*)\\)");

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$labels\\.([a-z]+)");

	/** What Prometheus adds to every series by itself. */
	private static final Set<String> PROMETHEUS = Set.of("instance", "job", "le");

	private static final Set<String> FUNCTIONS = Set.of("histogram_quantile", "label_values", "min_over_time");

	/** What others tell of the hub; MetricsTests sees that it is told. */
	private static final Map<String, Set<String>> OTHERS = Map.of("up", Set.of(), "disk_free_bytes", Set.of("path"),
			"jvm_memory_used_bytes", Set.of("area", "id"), "jvm_memory_max_bytes", Set.of("area", "id"),
			"hikaricp_connections_active", Set.of("pool"), "hikaricp_connections_pending", Set.of("pool"),
			"logback_events_total", Set.of("level"), "camel_exchanges_total", Set.of("routeId"));

	@Test
	void a_rule_asks_only_for_metrics_and_labels_that_there_are() throws IOException {
		for (JsonNode rule : rules()) {
			assertKnown(rule.path("alert").asText(), rule.path("expr").asText());
		}
	}

	@Test
	void a_panel_asks_only_for_metrics_and_labels_that_there_are() throws IOException {
		for (JsonNode panel : panels()) {
			for (JsonNode target : panel.path("targets")) {
				assertKnown(panel.path("title").asText(), target.path("expr").asText());
			}
		}
		assertKnown("tenant", dashboard().at("/templating/list/1/query/query").asText());
	}

	@Test
	void every_rule_says_how_bad_it_is_what_is_the_matter_and_what_to_do() throws IOException {
		Set<String> names = new HashSet<>();
		for (JsonNode rule : rules()) {
			String name = rule.path("alert").asText();
			assertThat(name).matches("DsrHub[A-Z][A-Za-z]+");
			assertThat(names.add(name)).as("%s is there once", name).isTrue();
			assertThat(rule.at("/labels/severity").asText()).as(name).isIn("critical", "warning");
			assertThat(rule.at("/annotations/summary").asText()).as(name).hasSizeGreaterThan(10);
			assertThat(rule.at("/annotations/description").asText()).as(name).endsWith(".").hasSizeGreaterThan(20);
			Set<String> kept = new HashSet<>(grouped(rule.path("expr").asText()));
			kept.addAll(PROMETHEUS);
			assertThat(all(PLACEHOLDER, rule.path("annotations").toString())).as(name).isSubsetOf(kept);
		}
	}

	@Test
	void whatever_an_operator_is_told_to_be_alerted_by_has_a_rule() throws IOException {
		Set<String> asked = rules().stream()
			.flatMap((rule) -> METRIC.matcher(rule.path("expr").asText()).results().map(MatchResult::group))
			.map((name) -> name.replaceFirst("_seconds_count$", "_seconds"))
			.collect(Collectors.toSet());
		assertThat(asked).containsAll(all(ALERTED, Files.readString(Path.of("docs/operations.md"))));
	}

	@Test
	void every_rule_is_tried_and_fires_in_a_test_for_promtool() throws IOException {
		Set<String> fired = new HashSet<>();
		for (JsonNode test : yaml("alerts.test.yaml").path("tests")) {
			for (JsonNode one : test.path("alert_rule_test")) {
				if (!one.path("exp_alerts").isEmpty()) {
					fired.add(one.path("alertname").asText());
				}
			}
		}
		assertThat(fired)
			.isEqualTo(rules().stream().map((rule) -> rule.path("alert").asText()).collect(Collectors.toSet()));
	}

	@Test
	void every_panel_has_a_name_a_place_of_its_own_and_the_data_source_that_is_chosen() throws IOException {
		Set<Integer> ids = new HashSet<>();
		Set<List<Integer>> squares = new HashSet<>();
		for (JsonNode panel : panels()) {
			String title = panel.path("title").asText();
			assertThat(title).isNotBlank();
			assertThat(ids.add(panel.path("id").asInt())).as("the id of %s is its own", title).isTrue();
			JsonNode place = panel.path("gridPos");
			assertThat(place.path("x").asInt() + place.path("w").asInt()).as(title).isLessThanOrEqualTo(24);
			for (int x = 0; x < place.path("w").asInt(); x++) {
				for (int y = 0; y < place.path("h").asInt(); y++) {
					assertThat(squares.add(List.of(place.path("x").asInt() + x, place.path("y").asInt() + y)))
						.as("%s lies over another", title)
						.isTrue();
				}
			}
			if (!panel.path("type").asText().equals("row")) {
				assertThat(panel.path("description").asText()).as(title).isNotBlank();
				assertThat(panel.path("targets")).as(title).isNotEmpty();
				assertThat(panel.path("targets")).as(title)
					.allMatch((target) -> target.at("/datasource/uid").asText().equals("${datasource}"));
			}
		}
		assertThat(dashboard().at("/templating/list/0/type").asText()).isEqualTo("datasource");
	}

	private static void assertKnown(String where, String expression) throws IOException {
		Map<String, Set<String>> known = new TreeMap<>(OTHERS);
		documented().forEach((name, labels) -> {
			known.put(name, labels);
			if (name.endsWith("_seconds")) {
				Stream.of("_count", "_sum", "_bucket").forEach((part) -> known.put(name + part, labels));
			}
		});
		String bare = QUOTED.matcher(expression).replaceAll("").replace("$__rate_interval", "");
		Set<String> named = METRIC.matcher(bare)
			.results()
			.map(MatchResult::group)
			.filter((name) -> !FUNCTIONS.contains(name))
			.collect(Collectors.toSet());
		assertThat(named).as(where).isNotEmpty();
		assertThat(known.keySet()).as(where).containsAll(named);
		assertThat(all(ROUTE, expression)).as(where)
			.allSatisfy((route) -> assertThat(routes()).contains(route + ".camel.yaml"));
		Set<String> labels = new HashSet<>(PROMETHEUS);
		named.forEach((name) -> labels.addAll(known.get(name)));
		assertThat(labels).as(where).containsAll(grouped(expression));
		MATCHED.matcher(bare)
			.results()
			.forEach((match) -> assertThat(known.get(match.group(1))).as(where + ": " + match.group())
				.containsAll(Stream.of(match.group(2).split(","))
					.map((one) -> one.replaceAll("[=!~\\s].*", ""))
					.filter((label) -> !PROMETHEUS.contains(label))
					.toList()));
	}

	private static Set<String> grouped(String expression) {
		return GROUPED.matcher(expression)
			.results()
			.flatMap((group) -> Stream.of(group.group(1).split(", ?")))
			.collect(Collectors.toSet());
	}

	private static Set<String> all(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((found) -> found.group(1)).collect(Collectors.toSet());
	}

	private static Set<String> routes() {
		return YamlFile.below("routes", ".camel.yaml")
			.stream()
			.map((file) -> file.path().getFileName().toString())
			.collect(Collectors.toSet());
	}

	/**
	 * The labels of each metric, as the operator reads them.
	 */
	private static Map<String, Set<String>> documented() throws IOException {
		Map<String, Set<String>> metrics = new TreeMap<>();
		ROW.matcher(Files.readString(Path.of("docs/operations.md")))
			.results()
			.forEach((row) -> metrics.put(row.group(1),
					Stream.of(row.group(2).trim().split(", ?"))
						.filter((label) -> !label.isEmpty())
						.collect(Collectors.toSet())));
		assertThat(metrics).hasSizeGreaterThan(15);
		return metrics;
	}

	private static List<JsonNode> rules() throws IOException {
		List<JsonNode> rules = new ArrayList<>();
		yaml("alerts.yaml").path("groups").forEach((group) -> group.path("rules").forEach(rules::add));
		assertThat(rules).isNotEmpty();
		return rules;
	}

	private static List<JsonNode> panels() throws IOException {
		List<JsonNode> panels = new ArrayList<>();
		dashboard().path("panels").forEach(panels::add);
		assertThat(panels).isNotEmpty();
		return panels;
	}

	private static JsonNode dashboard() throws IOException {
		return new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
	}

	private static JsonNode yaml(String file) throws IOException {
		return new ObjectMapper(new YAMLFactory()).readTree(FOLDER.resolve(file).toFile());
	}

}
