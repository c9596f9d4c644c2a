package org.dsrhub.observation;

import io.micrometer.core.instrument.MeterRegistry;
import org.dsrhub.mail.MailEvent;
import org.dsrhub.request.RequestEvent;
import org.dsrhub.task.TaskEvent;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Counts what this node has done, each thing once it is committed.
 */
@Component
class Flow {

	private final MeterRegistry meters;

	private final Tenants tenants;

	Flow(MeterRegistry meters, Tenants tenants) {
		this.meters = meters;
		this.tenants = tenants;
	}

	@TransactionalEventListener(fallbackExecution = true)
	void registered(RequestEvent.Registered event) {
		count("dsrhub.requests.registered", "tenant", event.tenant(), "right", event.right().label());
	}

	@TransactionalEventListener(fallbackExecution = true)
	void closed(RequestEvent.Closed event) {
		boolean late = event.at()
			.atZone(this.tenants.get(event.tenant()).timezone())
			.toLocalDate()
			.isAfter(event.deadline());
		count("dsrhub.requests.closed", "tenant", event.tenant(), "right", event.right().label(), "state",
				event.state().label(), "late", Boolean.toString(late));
	}

	@TransactionalEventListener(fallbackExecution = true)
	void ended(TaskEvent.Ended event) {
		count("dsrhub.tasks.ended", "tenant", event.tenant(), "source", event.source(), "outcome",
				event.outcome().label(), "reason", (event.reason() != null) ? event.reason() : "none");
	}

	@TransactionalEventListener(fallbackExecution = true)
	void paused(TaskEvent.Paused event) {
		count("dsrhub.tasks.paused", "tenant", event.tenant(), "source", event.source(), "reason", event.reason());
	}

	@TransactionalEventListener(fallbackExecution = true)
	void ended(MailEvent event) {
		count("dsrhub.mails.ended", "tenant", event.tenant(), "purpose", event.purpose(), "state",
				event.state().label());
	}

	private void count(String name, String... labels) {
		this.meters.counter(name, labels).increment();
	}

}
