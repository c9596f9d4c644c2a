package org.dsrhub.source;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a service says of its limits in the headers of an answer: Azure Resource Manager
 * counts down in {@code x-ms-ratelimit-remaining-*}, others in
 * {@code RateLimit-Remaining} with {@code RateLimit-Reset} in seconds, and Microsoft
 * Graph tells in {@code x-ms-throttle-limit-percentage} how much of a limit is used, from
 * 0.8 on.
 *
 * @param spent until when nothing is left, or null
 */
public record ServiceLimits(Instant spent) {

	/**
	 * Nothing was said.
	 */
	public static final ServiceLimits NONE = new ServiceLimits(null);

	private static final String REMAINING = "ratelimit-remaining";

	private static final String AZURE = "x-ms-" + REMAINING + "-";

	private static final String RESET = "ratelimit-reset";

	private static final String USED = "x-ms-throttle-limit-percentage";

	private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");

	private static final Pattern DECIMAL = Pattern.compile("\\d{1,3}(\\.\\d{1,9})?");

	/** Azure's buckets fill up again within a second. */
	private static final Duration REFILL = Duration.ofSeconds(1);

	/**
	 * What the headers of an answer say.
	 * @param now the time it arrived
	 */
	public static ServiceLimits of(Map<String, ?> headers, Instant now) {
		boolean spent = headers.entrySet().stream().anyMatch((header) -> spent(header.getKey(), header.getValue()));
		if (!spent) {
			return NONE;
		}
		Duration pause = reset(headers).orElse(REFILL);
		return new ServiceLimits(now.plus(pause).truncatedTo(ChronoUnit.MILLIS));
	}

	private static boolean spent(String header, Object value) {
		String name = header.toLowerCase(Locale.ROOT);
		String text = String.valueOf(value).strip();
		if (name.equals(USED)) {
			return DECIMAL.matcher(text).matches() && Double.parseDouble(text) >= 1;
		}
		boolean remaining = name.equals(REMAINING) || name.startsWith(AZURE);
		return remaining && WHOLE.matcher(text).matches() && Integer.parseInt(text) == 0;
	}

	private static Optional<Duration> reset(Map<String, ?> headers) {
		return headers.entrySet()
			.stream()
			.filter((header) -> header.getKey().equalsIgnoreCase(RESET))
			.map((header) -> String.valueOf(header.getValue()).strip())
			.filter((text) -> WHOLE.matcher(text).matches())
			.map((text) -> Duration.ofSeconds(Long.parseLong(text)))
			.findFirst();
	}

}
