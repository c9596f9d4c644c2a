package org.dsrhub.camel;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import org.apache.camel.Exchange;
import org.dsrhub.configuration.DiskFault;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.node.Drain;
import org.dsrhub.packaging.PackageConflict;
import org.dsrhub.problem.UnexpectedFault;
import org.dsrhub.request.Decisions;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.RequestClaims;
import org.dsrhub.request.RequestMoves;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.Work;
import org.dsrhub.source.Backoff;
import org.dsrhub.task.ClosedStaging;
import org.dsrhub.task.Faults;
import org.dsrhub.task.Fulfilling;
import org.dsrhub.task.Join;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The steps by which routes take requests up.
 */
@Component("requestSteps")
class RequestSteps {

	private static final Logger log = LoggerFactory.getLogger(RequestSteps.class);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

	private static final int ATTENTION_AFTER = 4;

	private static final String ATTENTION = "The step after '%s' keeps failing (%s). The hub goes on trying; see its log for the cause and mend it.";

	private final Requests requests;

	private final RequestClaims claims;

	private final RequestMoves moves;

	private final Join join;

	private final ClosedStaging staging;

	private final Clock clock;

	private final FreeSpace space;

	private final Fulfilling fulfilling;

	private final Drain drain;

	private final HeldRequests requestsHeld;

	private final HeldPackages packagesHeld;

	RequestSteps(Requests requests, RequestClaims claims, RequestMoves moves, Join join, ClosedStaging staging,
			Clock clock, FreeSpace space, Fulfilling fulfilling, Drain drain, HeldRequests requestsHeld,
			HeldPackages packagesHeld) {
		this.requests = requests;
		this.claims = claims;
		this.moves = moves;
		this.join = join;
		this.staging = staging;
		this.clock = clock;
		this.space = space;
		this.fulfilling = fulfilling;
		this.drain = drain;
		this.requestsHeld = requestsHeld;
		this.packagesHeld = packagesHeld;
	}

	/**
	 * The requests whose subjects this node now looks up; none while it is short of disk
	 * space, or leaves.
	 */
	List<Work> claimUnread() {
		return this.space.enough() ? this.requestsHeld.claim() : List.of();
	}

	/**
	 * The requests that this node now brings to their end, likewise.
	 */
	List<Work> claimRead() {
		return this.space.enough() ? this.packagesHeld.claim() : List.of();
	}

	/**
	 * Sets the variables {@code request} and {@code state} of the claimed row.
	 */
	void open(Exchange exchange) {
		RequestRow request = this.requests.claimed(exchange.getVariable("work", Work.class));
		exchange.setVariable("request", request);
		exchange.setVariable("state", request.state().label());
	}

	/**
	 * Whether the request at hand is due; false where none was read.
	 */
	boolean due(Exchange exchange) {
		RequestRow request = exchange.getVariable("request", RequestRow.class);
		return request != null && this.requests.due(request.id());
	}

	/**
	 * Keeps what this node works on from running out.
	 */
	void renew() {
		this.requestsHeld.renew();
		this.packagesHeld.renew();
	}

	/**
	 * Does what a person decided: the request is packaged, closed as a discovery, or
	 * declined, and then nothing that was found is kept.
	 */
	void fulfil(Exchange exchange) {
		Work work = exchange.getVariable("work", Work.class);
		RequestRow request = exchange.getVariable("request", RequestRow.class);
		if (Decisions.DECLINE.equals(request.decision()) && !request.cancelled()) {
			if (this.fulfilling.decline(work, request)) {
				this.staging.remove(request.tenant(), request.id());
			}
		}
		else if (request.right().readOnly() && this.fulfilling.waits(work, request)) {
			log.info("event=waits-for-person request={} tenant={}", request.id(), request.tenant());
		}
		else if (request.right().packaged()) {
			this.moves.advance(work, RequestState.PACKAGING, true);
		}
		else if (!request.right().readOnly()) {
			if (this.fulfilling.advance(work, request)) {
				this.staging.remove(request.tenant(), request.id());
			}
		}
		else {
			this.join.close(work, request, this.join.closedState(request.id()));
		}
	}

	/**
	 * After a fault of a step: the request rests and the step is tried again, for as long
	 * as it takes, because a request is never lost. A person is told when it does not
	 * mend by itself.
	 */
	void interrupted(Exchange exchange) {
		Exception problem = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
		RequestRow request = exchange.getVariable("request", RequestRow.class);
		if (this.drain.over()) {
			log.info("event=work-left row={}", exchange.getVariable("work", Work.class).id());
			return;
		}
		if (request == null) {
			log.warn("event=work-dropped reason=\"{}; its work is left to the next sweep\"",
					problem.getClass().getSimpleName());
			return;
		}
		if (problem instanceof LeaseLost lost) {
			drop(request, lost);
			return;
		}
		int failures = request.failures() + 1;
		Duration pause = new Backoff(LONGEST_PAUSE).after(failures, RandomGenerator.getDefault());
		log.error("event=step-failed request={} tenant={} state={} failures={} again-in={}", request.id(),
				request.tenant(), request.state().label(), failures, pause, UnexpectedFault.reduced(problem));
		try {
			this.claims.pause(exchange.getVariable("work", Work.class), this.clock.instant().plus(pause),
					attention(request, problem, failures));
		}
		catch (LeaseLost lost) {
			drop(request, lost);
		}
	}

	/**
	 * Others go on with the request, or have closed it before this node wrote the last of
	 * its files.
	 */
	private void drop(RequestRow request, LeaseLost lost) {
		log.warn("event=work-dropped request={} tenant={} reason=\"{}\"", request.id(), request.tenant(),
				lost.getMessage());
		this.staging.removeLeft(request.tenant(), request.id());
	}

	private static String attention(RequestRow request, Exception problem, int failures) {
		if (DiskFault.behind(problem).isPresent()) {
			return "The hub's disk is full or cannot be written. Make room; the hub goes on by itself.";
		}
		for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
			if (cause instanceof PackageConflict) {
				return cause.getMessage() + ". Move what is there away; the hub goes on trying.";
			}
		}
		return (failures >= ATTENTION_AFTER)
				? ATTENTION.formatted(request.state().label(), Faults.of(problem).reason().label()) : null;
	}

}
