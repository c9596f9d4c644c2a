package org.dsrhub.source;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

import org.dsrhub.source.VendorFault.Reason;

/**
 * What an HTTP status of a service means. Azure Resource Manager and Microsoft Graph
 * throttle with 429 or 503 and a {@code Retry-After} in seconds, fractions of them, or as
 * a date; some of their APIs leave it out.
 */
public final class VendorStatus {

	private static final Set<Integer> TRY_AGAIN = Set.of(202, 408, 425, 500, 502, 503, 504, 509);

	private VendorStatus() {
	}

	/**
	 * The fault that a status stands for, or empty for an answer that can be read.
	 * @param status the HTTP status
	 * @param retryAfter the header's value, or null
	 * @param now the time it arrived
	 */
	public static Optional<VendorFault> fault(int status, String retryAfter, Instant now) {
		if (status == 200) {
			return Optional.empty();
		}
		if (status == 429 || TRY_AGAIN.contains(status)) {
			Reason reason = (status == 429) ? Reason.THROTTLED : Reason.UNREACHABLE;
			return Optional
				.of(new VendorFault(reason, true, notBefore(retryAfter, now).orElse(null), "HTTP " + status, null));
		}
		Reason reason = switch (status) {
			case 401, 403 -> Reason.NOT_PERMITTED;
			case 404, 410 -> Reason.NOT_FOUND;
			default -> (status >= 400 && status < 500) ? Reason.BAD_REQUEST : Reason.INVALID_ANSWER;
		};
		return Optional.of(VendorFault.terminal(reason, "HTTP " + status));
	}

	/**
	 * When a {@code Retry-After} ends (RFC 9110, section 10.2.3, and Graph's fractions);
	 * empty if there is none, it cannot be read, or it asks for no pause: then the hub
	 * makes its own, since tries without any would soon be used up.
	 */
	public static Optional<Instant> notBefore(String retryAfter, Instant now) {
		if (retryAfter == null || retryAfter.isBlank()) {
			return Optional.empty();
		}
		String value = retryAfter.strip();
		try {
			if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
				return Optional.of(now.plus(Duration.ofMillis((long) Math.ceil(Double.parseDouble(value) * 1000))))
					.filter((instant) -> instant.isAfter(now));
			}
			return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
				.filter((instant) -> instant.isAfter(now));
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

}
