package org.dsrhub.observation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.dsrhub.TestDatabase;
import org.dsrhub.Workshop;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.observation.Collector.Got;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

@ExtendWith(OutputCaptureExtension.class)
class SpansTests {

	private static final Instant NOW = Instant.parse("2026-03-02T02:00:00.123Z");

	private static final UUID REQUEST = UUID.fromString("b12a3646-349e-445d-812d-2800592de3be");

	private Workshop shop;

	@BeforeEach
	void open(@TempDir Path folder) {
		this.shop = new Workshop(folder, TestDatabase.ledger());
	}

	@Test
	void what_two_nodes_do_for_a_request_is_one_trace_under_its_own_id() {
		try (Collector collector = Collector.start()) {
			Spans one = spans(collector.address(), 1);
			Spans two = spans(collector.address(), 1);
			one.add(RequestSpan.root(REQUEST, "request access", NOW, Map.of("dsrhub.tenant", "contoso")));
			two.add(new RequestSpan(REQUEST, "00000000000000aa", RequestSpan.rootId(REQUEST), "task-collect users", NOW,
					NOW.plusMillis(7), false, false, Map.of("dsrhub.count", 3L)));
			two.add(new RequestSpan(REQUEST, "00000000000000ab", "00000000000000aa", "call users", NOW,
					NOW.plusMillis(5), true, true, Map.of("http.response.status_code", 503)));
			one.destroy();
			two.destroy();
			String trace = "b12a3646349e445d812d2800592de3be";
			String root = "30071e466db3a7e3";
			assertThat(collector.spans()).containsExactlyInAnyOrder(
					new Got(trace, root, "", "request access", this.shop.hub().node(), 0, false, false,
							Map.of("dsrhub.tenant", "contoso")),
					new Got(trace, "00000000000000aa", root, "task-collect users", this.shop.hub().node(), 7_000_000,
							false, false, Map.of("dsrhub.count", "3")),
					new Got(trace, "00000000000000ab", "00000000000000aa", "call users", this.shop.hub().node(),
							5_000_000, true, true, Map.of("http.response.status_code", "503")));
		}
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.1, 0.5, 0.9, 1 })
	void a_share_is_of_the_requests_and_every_node_takes_the_same_ones(double share) {
		List<RequestSpan> roots = Stream.generate(UUID::randomUUID)
			.limit(20_000)
			.map((request) -> RequestSpan.root(request, "request", NOW, Map.of()))
			.toList();
		long taken = roots.stream().filter((root) -> root.within(share)).count();
		assertThat(taken / 20_000.0).isCloseTo(share, within((share % 1 == 0) ? 0.0 : 0.02));
		assertThat(roots).allMatch((root) -> root.within(share) == RequestSpan
			.mark(root.request(), "closed", NOW.plusSeconds(9), false, Map.of())
			.within(share));
	}

	@Test
	void what_is_not_of_the_share_is_not_sent() {
		try (Collector collector = Collector.start()) {
			Spans none = spans(collector.address(), 0);
			none.add(RequestSpan.root(REQUEST, "request access", NOW, Map.of()));
			none.destroy();
			assertThat(collector.spans()).isEmpty();
		}
	}

	@Test
	void a_collector_that_takes_nothing_is_told_once_and_so_is_one_that_takes_again(CapturedOutput output) {
		try (Collector collector = Collector.start()) {
			Spans spans = spans(collector.address(), 1);
			String away = "event=traces-not-sent collector=" + collector.address();
			String again = "event=traces-sent-again collector=" + collector.address();
			collector.answer(400);
			spans.add(RequestSpan.mark(REQUEST, "first", NOW, false, Map.of()));
			Awaitility.await("the first line").until(() -> output.getAll().contains(away));
			int before = collector.refused();
			spans.add(RequestSpan.mark(REQUEST, "second", NOW, false, Map.of()));
			Awaitility.await("another try").until(() -> collector.refused() > before);
			collector.answer(200);
			spans.add(RequestSpan.mark(REQUEST, "third", NOW, false, Map.of()));
			spans.destroy();
			assertThat(collector.spans()).extracting(Got::name).containsExactly("third");
			assertThat(output.getAll().split(away, -1)).hasSize(2);
			assertThat(output.getAll().split(again, -1)).hasSize(2);
		}
	}

	@Test
	void a_hub_ends_soon_though_its_collector_is_away() {
		Spans spans = spans("http://127.0.0.1:1", 1);
		spans.add(RequestSpan.mark(REQUEST, "closed", NOW, false, Map.of()));
		long begun = System.nanoTime();
		spans.destroy();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:4318, http://localhost:4318/v1/traces",
			"https://collector.example/otlp/, https://collector.example/otlp/v1/traces",
			"http://localhost:4318/v1/traces, http://localhost:4318/v1/traces" })
	void spans_are_posted_where_collectors_take_them(URI endpoint, String target) {
		assertThat(new TracesProperties(endpoint, 1).target()).isEqualTo(target);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:4318", "grpc://localhost:4317", "https:///x", "http://a:b@localhost",
			"http://localhost?x", "http://localhost#x" })
	void no_other_address_is_taken(URI endpoint) {
		assertThatExceptionOfType(InvalidConfiguration.class).isThrownBy(() -> new TracesProperties(endpoint, 1))
			.withMessageContaining("hub.traces.endpoint");
	}

	@Test
	void the_environment_may_name_the_collector_as_it_does_to_others() throws IOException {
		MutablePropertySources settings = new MutablePropertySources();
		settings.addLast(new SystemEnvironmentPropertySource("environment",
				Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318")));
		new YamlPropertySourceLoader().load("own", new ClassPathResource("application.yaml"))
			.forEach(settings::addLast);
		assertThat(new PropertySourcesPropertyResolver(settings).getProperty("hub.traces.endpoint"))
			.isEqualTo("http://collector:4318");
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 1.1, Double.NaN })
	void a_share_is_between_none_and_all(double share) {
		assertThatExceptionOfType(InvalidConfiguration.class).isThrownBy(() -> new TracesProperties(null, share))
			.withMessageContaining("hub.traces.share");
	}

	private Spans spans(String collector, double share) {
		return new Spans(new TracesProperties(URI.create(collector), share), this.shop.hub());
	}

}
