package org.dsrhub.observation;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

import org.dsrhub.mail.MailEvent;
import org.dsrhub.mail.MailState;
import org.dsrhub.notice.NoticeEvent;
import org.dsrhub.request.RequestEvent;
import org.dsrhub.task.Outcome;
import org.dsrhub.task.TaskEvent;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Adds to the trace of a request what the ledger has of it, each thing once it is
 * committed, by the names that the log and the evidence have for it.
 */
@Component
@TracesOn
class Milestones {

	private final Spans spans;

	private final Clock clock;

	Milestones(Spans spans, Clock clock) {
		this.spans = spans;
		this.clock = clock;
	}

	/**
	 * The root, told at the beginning: a request may take months, and be closed more than
	 * once.
	 */
	@TransactionalEventListener(fallbackExecution = true)
	void registered(RequestEvent.Registered event) {
		this.spans.add(RequestSpan.root(event.request(), "request " + event.right().label(), this.clock.instant(),
				Map.of("dsrhub.tenant", event.tenant(), "dsrhub.right", event.right().label())));
	}

	@TransactionalEventListener(fallbackExecution = true)
	void closed(RequestEvent.Closed event) {
		this.spans.add(RequestSpan.mark(event.request(), "closed", event.at(), false, Map.of("dsrhub.tenant",
				event.tenant(), "dsrhub.right", event.right().label(), "dsrhub.state", event.state().label())));
	}

	@TransactionalEventListener(fallbackExecution = true)
	void ended(TaskEvent.Ended event) {
		Map<String, Object> attributes = task(event);
		attributes.put("dsrhub.outcome", event.outcome().label());
		if (event.reason() != null) {
			attributes.put("dsrhub.reason", event.reason());
		}
		attributes.put("dsrhub.count", event.count());
		attributes.put("dsrhub.attempts", event.attempts());
		this.spans.add(RequestSpan.mark(event.request(), "task-ended " + event.source(), this.clock.instant(),
				event.outcome() == Outcome.FAILED, attributes));
	}

	@TransactionalEventListener(fallbackExecution = true)
	void paused(TaskEvent.Paused event) {
		Map<String, Object> attributes = task(event);
		attributes.put("dsrhub.reason", event.reason());
		attributes.put("dsrhub.attempts", event.attempts());
		this.spans.add(RequestSpan.mark(event.request(), "waiting " + event.source(), this.clock.instant(), false,
				attributes));
	}

	@TransactionalEventListener(fallbackExecution = true)
	void ended(MailEvent event) {
		if (event.request() != null) {
			this.spans.add(RequestSpan.mark(event.request(), "mail-" + event.state().label(), this.clock.instant(),
					event.state() != MailState.SENT,
					Map.of("dsrhub.tenant", event.tenant(), "dsrhub.purpose", event.purpose())));
		}
	}

	@TransactionalEventListener(fallbackExecution = true)
	void noticed(NoticeEvent event) {
		this.spans.add(RequestSpan.mark(event.request(), "notice-write", this.clock.instant(), false,
				Map.of("dsrhub.tenant", event.tenant(), "dsrhub.state", event.state().label())));
	}

	private static Map<String, Object> task(TaskEvent event) {
		Map<String, Object> attributes = new LinkedHashMap<>();
		attributes.put("dsrhub.tenant", event.tenant());
		attributes.put("dsrhub.source", event.source());
		return attributes;
	}

}
