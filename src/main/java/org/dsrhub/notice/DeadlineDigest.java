package org.dsrhub.notice;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What somebody has to look at today: one JSON document a tenant and day.
 *
 * @param date the day in the tenant's zone
 * @param at when it was written, UTC
 * @param overdue open requests whose deadline has passed
 * @param due those whose deadline comes soon
 * @param stuck those that go on only if a person does something, or that fail again and
 * again, whatever their deadline
 */
@JsonPropertyOrder({ "tenant", "date", "at", "overdue", "due", "stuck" })
record DeadlineDigest(String tenant, LocalDate date, Instant at, Part overdue, Part due, Part stuck) {

	/**
	 * Whether there is nothing to look at.
	 */
	public boolean empty() {
		return this.overdue.count() + this.due.count() + this.stuck.count() == 0;
	}

	/**
	 * Some requests, the most urgent first.
	 *
	 * @param count how many there are
	 * @param requests the first of them
	 */
	@JsonPropertyOrder({ "count", "requests" })
	public record Part(long count, List<Line> requests) {

		/**
		 * Whether there are any.
		 */
		public boolean any() {
			return this.count > 0;
		}

		/**
		 * How many are not named.
		 */
		public long more() {
			return this.count - this.requests.size();
		}

	}

	/**
	 * One request.
	 *
	 * @param waitsFor what it waits for, or null
	 */
	@JsonPropertyOrder({ "id", "reference", "right", "state", "receivedAt", "deadline", "waitsFor" })
	public record Line(UUID id, String reference, String right, String state, Instant receivedAt, LocalDate deadline,
			String waitsFor) {
	}

}
