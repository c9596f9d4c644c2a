package org.dsrhub.operation;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.Pauses;
import org.dsrhub.request.Pauses.RequestClock;
import org.dsrhub.request.Requests;
import org.dsrhub.task.Attention;
import org.dsrhub.task.Collection;
import org.dsrhub.task.TaskWaits;
import org.dsrhub.task.Tasks;
import org.dsrhub.task.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes down how far an operation has come, as long as the claim on its task holds.
 */
@Component
class OperationProgress {

	private static final Logger log = LoggerFactory.getLogger(OperationProgress.class);

	private static final LocalTime EVENING = LocalTime.of(18, 0);

	private final Operations operations;

	private final Requests requests;

	private final Pauses pauses;

	private final Tasks tasks;

	private final TaskWaits waits;

	private final Attention attention;

	private final EvidenceLog evidence;

	private final Transactions transactions;

	private final Clock clock;

	OperationProgress(Operations operations, Requests requests, Pauses pauses, Tasks tasks, TaskWaits waits,
			Attention attention, EvidenceLog evidence, Transactions transactions, Clock clock) {
		this.operations = operations;
		this.requests = requests;
		this.pauses = pauses;
		this.tasks = tasks;
		this.waits = waits;
		this.attention = attention;
		this.evidence = evidence;
		this.transactions = transactions;
		this.clock = clock;
	}

	/**
	 * Takes a step, if the claim still holds.
	 * @throws org.dsrhub.request.LeaseLost if it does not
	 */
	void write(Collection work, Consumer<Instant> step) {
		this.transactions.run(() -> {
			this.requests.lock(work.request().id());
			this.tasks.claimed(work.work());
			step.accept(this.clock.instant());
			return null;
		});
	}

	/**
	 * Lets the task wait for its service.
	 */
	void rest(Collection work, Instant until) {
		this.waits.await(work.work(), work.request().id(), new Waiting(false, until, null, null));
	}

	/**
	 * When it must have ended: so that the answer can still go out on the deadline's day,
	 * and the deadline be extended on it. While the clock is stopped there is none.
	 */
	Instant latest(Collection work, Course course) {
		Instant asked = (course != null) ? course.asked() : this.clock.instant();
		Instant longest = asked.plus(work.source().operation().orElseThrow().longest());
		RequestClock time = this.pauses.clock(work.request().id());
		Instant deadline = time.deadline().atTime(EVENING).atZone(work.tenant().timezone()).toInstant();
		boolean bound = time.pausedSince() == null && deadline.isAfter(asked);
		return bound ? earliest(longest, deadline) : longest;
	}

	/**
	 * Leaves what the service gave to a person, unless they have spoken meanwhile.
	 */
	void attend(Collection work, Course course, Doubt doubt) {
		if (spoken(work) && course.state() != Course.State.SEEN) {
			rest(work, this.clock.instant());
			return;
		}
		String advice = doubt.advice(work.source().source(), course.container());
		if (course.state() != Course.State.DOUBTFUL) {
			this.operations.keep(work.task().id(), course.in(Course.State.DOUBTFUL, doubt.label()), advice);
			this.attention.show(work.request().id());
			tell(work, "operation-needs-person", Map.of("reason", doubt.label()));
		}
		this.waits.await(work.work(), work.request().id(), new Waiting(true, null, doubt.label(), advice));
	}

	/**
	 * What a person has said meanwhile stands.
	 */
	void keep(Collection work, Course course) {
		if (!spoken(work)) {
			this.operations.keep(work.task().id(), course);
		}
	}

	private boolean spoken(Collection work) {
		return this.operations.find(work.task().id()).filter((row) -> row.course().state().spoken()).isPresent();
	}

	/**
	 * Whether a person has spoken, or the service called, while it was asked.
	 */
	boolean news(Collection work) {
		return this.operations.find(work.task().id())
			.filter((row) -> row.called() || row.course().state().spoken())
			.isPresent();
	}

	/**
	 * Tells the evidence and the log.
	 */
	void tell(Collection work, String event, Map<String, Object> data) {
		Map<String, Object> line = new LinkedHashMap<>();
		line.put("source", work.source().source());
		line.putAll(data);
		this.evidence.append(work.request().id(), event, "hub", line);
		log.info("event={} request={} tenant={} source={}", event, work.request().id(), work.tenant().tenant(),
				work.source().source());
	}

	static Instant earliest(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

}
