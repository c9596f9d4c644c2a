package org.dsrhub.operation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

import org.dsrhub.configuration.DiskFault;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.Collection;
import org.dsrhub.task.Faults;
import org.dsrhub.task.TaskWaits;
import org.dsrhub.task.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What a fault means for a task whose service works on its answer for long.
 */
@Component
public class OperationFaults {

	private static final Logger log = LoggerFactory.getLogger(OperationFaults.class);

	private static final Duration SPREAD = Duration.ofMinutes(30);

	/** When a result is tried again that cannot be got at. */
	private static final Duration LATER = Duration.ofMinutes(30);

	/** An operation that the service does not know for so long is lost. */
	private static final Duration LOST = Duration.ofDays(1);

	private final OperationProgress progress;

	private final Tasks tasks;

	private final TaskWaits waits;

	private final Clock clock;

	OperationFaults(OperationProgress progress, Tasks tasks, TaskWaits waits, Clock clock) {
		this.progress = progress;
		this.tasks = tasks;
		this.waits = waits;
		this.clock = clock;
	}

	/**
	 * After a fault of a call: a service that cannot be asked now has lost nothing, one
	 * that lets no more begin today is asked tomorrow, and what it gave and the hub
	 * cannot take is a person's to look at.
	 * @return whether the task rests; if not, the fault means what it means for any
	 * source
	 */
	public boolean rest(Collection work, Turn turn, Throwable problem) {
		VendorFault fault = Faults.of(problem);
		if (DiskFault.behind(problem).isPresent()) {
			return false;
		}
		if (turn.isStart()) {
			return fault.reason() == Reason.THROTTLED && fault.notBefore().isEmpty() && restUntilTomorrow(work, turn);
		}
		// A credential that has run out is replaced sooner than a month's work is done
		// again.
		boolean passing = fault.reason() != Reason.INTERNAL
				&& (fault.retryable() || fault.reason() == Reason.NOT_PERMITTED);
		if (turn.isPoll() && passing) {
			unheard(work, turn, fault);
		}
		else if (turn.isCollect() && work.source().operation().orElseThrow().stores()) {
			return kept(work, turn.course(), fault, passing);
		}
		else {
			return false;
		}
		warn(work, fault);
		return true;
	}

	/**
	 * What cannot be taken over stays where it is: it is tried for a while, and then left
	 * to a person.
	 */
	private boolean kept(Collection work, Course course, VendorFault fault, boolean passing) {
		boolean soon = this.clock.instant().isBefore(course.heard().plus(NextStep.PATIENCE));
		if (fault.reason() == Reason.INTERNAL
				&& this.tasks.get(work.task().id()).failures() + 1 < work.tenant().limits().maxAttempts()) {
			return false;
		}
		warn(work, fault);
		if (passing && soon) {
			this.progress.write(work,
					(now) -> this.waits.unheard(work.work(), work.request().id(), now.plus(LATER), fault.reason()));
		}
		else {
			this.progress.write(work, (now) -> this.progress.attend(work, course, doubt(fault)));
		}
		return true;
	}

	private static Doubt doubt(VendorFault fault) {
		if (fault.reason() != Reason.INVALID_ANSWER) {
			return Doubt.UNREACHABLE;
		}
		return fault.retryable() ? Doubt.EMPTY : Doubt.UNREADABLE;
	}

	private static void warn(Collection work, VendorFault fault) {
		log.warn("event=operation-waits request={} tenant={} source={} reason={} detail=\"{}\"", work.request().id(),
				work.tenant().tenant(), work.source().source(), fault.reason().label(), fault.getMessage());
	}

	private void unheard(Collection work, Turn turn, VendorFault fault) {
		this.progress.write(work, (now) -> {
			boolean lost = fault.reason() == Reason.NOT_FOUND && now.isAfter(turn.course().heard().plus(LOST));
			Course later = turn.course()
				.unheard(work.source().operation().orElseThrow().poll(), fault.notBefore().orElse(null), now);
			this.progress.keep(work, lost ? later.in(Course.State.STARTING, null) : later);
			if (lost || this.progress.news(work)) {
				this.progress.rest(work, now);
				return;
			}
			Instant end = end(later, this.progress.latest(work, later), now);
			this.waits.unheard(work.work(), work.request().id(), OperationProgress.earliest(later.next(), end),
					fault.reason());
		});
	}

	private boolean restUntilTomorrow(Collection work, Turn turn) {
		Instant tomorrow = this.clock.instant()
			.atZone(ZoneOffset.UTC)
			.truncatedTo(ChronoUnit.DAYS)
			.plusDays(1)
			.toInstant()
			.plusMillis(RandomGenerator.getDefault().nextLong(SPREAD.toMillis()));
		Instant until = OperationProgress.earliest(tomorrow, this.progress.latest(work, turn.course()));
		log.info("event=limit-spent request={} tenant={} source={} until={}", work.request().id(),
				work.tenant().tenant(), work.source().source(), until);
		this.progress.write(work, (now) -> this.progress.rest(work, this.progress.news(work) ? now : until));
		return true;
	}

	private static Instant end(Course course, Instant latest, Instant now) {
		Instant end = (course.expires() != null) ? OperationProgress.earliest(course.expires(), latest) : latest;
		return end.isAfter(now) ? end : end.plus(NextStep.PATIENCE);
	}

}
