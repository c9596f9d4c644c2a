package org.dsrhub.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The directory's logs of sign-ins and of changes, and the limit of five requests in ten
 * seconds, or what else it is set to, that both share.
 */
final class GraphLogs {

	private static final int REQUESTS = 5;

	private static final Pattern FILTER = Pattern
		.compile("(userId|initiatedBy/user/id) eq '([^']+)'|targetResources/any\\(t:t/id eq '([^']+)'\\)");

	final List<ObjectNode> signIns = new CopyOnWriteArrayList<>();

	final List<ObjectNode> audits = new CopyOnWriteArrayList<>();

	private volatile Duration stretch = Duration.ofSeconds(10);

	private final Deque<Instant> requests = new ArrayDeque<>();

	void stretch(Duration time) {
		this.stretch = time;
	}

	/**
	 * Counts a request.
	 * @return how long to wait, empty if it may be answered
	 */
	synchronized Optional<Duration> spent(Instant now) {
		while (!this.requests.isEmpty() && !this.requests.peekFirst().isAfter(now.minus(this.stretch))) {
			this.requests.removeFirst();
		}
		if (this.requests.size() >= REQUESTS) {
			return Optional.of(Duration.between(now, this.requests.peekFirst().plus(this.stretch)));
		}
		this.requests.addLast(now);
		return Optional.empty();
	}

	/**
	 * The entries of a log that a filter is about.
	 * @return empty if the log cannot be filtered so
	 */
	Optional<List<ObjectNode>> find(String log, String filter) {
		List<ObjectNode> all = log.equals("signIns") ? this.signIns : this.audits;
		if (filter == null) {
			return Optional.of(all);
		}
		Matcher matcher = FILTER.matcher(filter);
		if (!matcher.matches() || (log.equals("signIns") != "userId".equals(matcher.group(1)))) {
			return Optional.empty();
		}
		Predicate<JsonNode> wanted = wanted(matcher);
		return Optional.of(all.stream().filter(wanted).toList());
	}

	private static Predicate<JsonNode> wanted(Matcher filter) {
		if (filter.group(3) != null) {
			return (entry) -> entry.path("targetResources").findValuesAsText("id").contains(filter.group(3));
		}
		String field = "/" + filter.group(1);
		return (entry) -> entry.at(field).asText().equals(filter.group(2));
	}

}
