package org.dsrhub.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import org.dsrhub.source.VendorFault.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class VendorStatusTests {

	private static final Instant NOW = Instant.parse("2026-02-03T10:00:00Z");

	@ParameterizedTest
	@CsvSource({ "202,UNREACHABLE,true", "204,INVALID_ANSWER,false", "206,INVALID_ANSWER,false",
			"301,INVALID_ANSWER,false", "302,INVALID_ANSWER,false", "400,BAD_REQUEST,false", "401,NOT_PERMITTED,false",
			"403,NOT_PERMITTED,false", "404,NOT_FOUND,false", "408,UNREACHABLE,true", "409,BAD_REQUEST,false",
			"429,THROTTLED,true", "500,UNREACHABLE,true", "501,INVALID_ANSWER,false", "502,UNREACHABLE,true",
			"503,UNREACHABLE,true", "504,UNREACHABLE,true", "509,UNREACHABLE,true" })
	void every_status_but_200_is_a_fault_with_a_reason(int status, Reason reason, boolean retryable) {
		VendorFault fault = VendorStatus.fault(status, null, NOW).orElseThrow();
		assertThat(fault.reason()).isEqualTo(reason);
		assertThat(fault.retryable()).isEqualTo(retryable);
	}

	@Test
	void only_200_can_be_read() {
		assertThat(VendorStatus.fault(200, null, NOW)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none",
			value = { "0 | none", "17 | 2026-02-03T10:00:17Z", " 17 | 2026-02-03T10:00:17Z",
					"2.128 | 2026-02-03T10:00:02.128Z", "Tue, 3 Feb 2026 10:01:00 GMT | 2026-02-03T10:01:00Z",
					"none | none", "soon | none", "-5 | none", "99999999999999 | none" })
	void retry_after_is_seconds_or_a_fraction_or_a_date(String header, Instant expected) {
		assertThat(VendorStatus.notBefore(header, NOW)).isEqualTo(java.util.Optional.ofNullable(expected));
	}

	@Test
	void pauses_double_up_to_the_longest_and_are_spread_by_a_quarter() {
		Backoff backoff = new Backoff(Duration.ofSeconds(60));
		for (int failures = 1; failures < 100; failures++) {
			long full = Math.min(60_000, 1000L << Math.min(failures - 1, 20));
			assertThat(backoff.after(failures, new Random(failures)).toMillis()).isBetween(full * 3 / 4, full);
		}
	}

}
