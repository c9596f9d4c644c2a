package org.dsrhub.notice;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import org.dsrhub.request.RequestState;
import org.dsrhub.source.Right;
import org.dsrhub.task.Outcome;
import org.dsrhub.task.TaskState;

/**
 * What a filer sees: the receipt first and the result at the end, the same by file and by
 * REST. Holds no identifier of the subject.
 *
 * @param deadline the last day for the answer, in the tenant's zone (GDPR art. 12(3))
 * @param duplicateOf the request that stands for this receipt, or null
 * @param attention what a person must do, or null
 * @param packageInfo where the package is; null as long as there is none, and again once
 * its time is over
 */
public record ResultDocument(UUID id, String reference, String tenant, Right right, RequestState state,
		Instant receivedAt, LocalDate deadline, Instant closedAt, UUID duplicateOf, String attention,
		List<TaskLine> tasks, @com.fasterxml.jackson.annotation.JsonProperty("package") PackageLine packageInfo,
		List<ExceptionLine> exceptions) {

	/**
	 * One task of the request.
	 */
	public record TaskLine(String source, String system, TaskState state, Outcome outcome, long count, long redactions,
			int attempts, String reason, String rule, Instant retainedUntil, Instant resumeAt) {
	}

	/**
	 * The stored package.
	 */
	public record PackageLine(int revision, String path, long bytes, String sha256) {
	}

	/**
	 * Why the request is not wholly fulfilled.
	 */
	public record ExceptionLine(String source, Outcome outcome, String reason) {
	}

}
