package org.dsrhub.source;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceLimitsTests {

	private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

	@ParameterizedTest
	@MethodSource
	void what_headers_say_of_a_limit(Map<String, ?> headers, Integer seconds) {
		assertThat(ServiceLimits.of(headers, NOW).spent())
			.isEqualTo((seconds != null) ? NOW.plusSeconds(seconds) : null);
	}

	static Stream<Arguments> what_headers_say_of_a_limit() {
		return Stream.of(Arguments.of(Map.of(), null), Arguments.of(Map.of("Content-Type", "application/json"), null),
				Arguments.of(Map.of("x-ms-ratelimit-remaining-subscription-reads", "249"), null),
				Arguments.of(Map.of("x-ms-ratelimit-remaining-subscription-reads", "0"), 1),
				Arguments.of(Map.of("X-MS-RateLimit-Remaining-Tenant-Writes", "0"), 1),
				Arguments.of(Map.of("x-ms-ratelimit-remaining-resource", "Microsoft.Compute/HighCostGet3Min;0"), null),
				Arguments.of(Map.of("RateLimit-Remaining", "0", "RateLimit-Reset", "30"), 30),
				Arguments.of(Map.of("RateLimit-Remaining", "1", "RateLimit-Reset", "30"), null),
				Arguments.of(Map.of("RateLimit-Remaining", "0", "RateLimit-Reset", "soon"), 1),
				Arguments.of(Map.of("RateLimit-Remaining", "", "RateLimit-Reset", "30"), null),
				Arguments.of(Map.of("RateLimit-Reset", "30"), null),
				Arguments.of(Map.of("x-ms-throttle-limit-percentage", "0.9"), null),
				Arguments.of(Map.of("x-ms-throttle-limit-percentage", "1.2"), 1),
				Arguments.of(Map.of("x-ms-throttle-limit-percentage", "much"), null));
	}

}
