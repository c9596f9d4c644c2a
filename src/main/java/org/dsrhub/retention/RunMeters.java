package org.dsrhub.retention;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Counts runs and what became of the things on their lists, once that is committed.
 */
@Component
class RunMeters {

	private final MeterRegistry meters;

	RunMeters(MeterRegistry meters) {
		this.meters = meters;
	}

	@TransactionalEventListener(fallbackExecution = true)
	void ended(RunEnded run) {
		this.meters
			.counter("dsrhub.retention.runs", "tenant", run.tenant(), "rule", run.rule(), "dry",
					Boolean.toString(run.dry()), "state", run.state().label())
			.increment();
		if (!run.dry()) {
			run.things()
				.forEach((state, things) -> this.meters
					.counter("dsrhub.retention.things", "tenant", run.tenant(), "rule", run.rule(), "state", state)
					.increment(things));
		}
	}

}
