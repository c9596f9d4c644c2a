package org.dsrhub.camel;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.dsrhub.node.Drain;
import org.dsrhub.problem.UnexpectedFault;
import org.dsrhub.request.GivenSubject;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.RequestClaims;
import org.dsrhub.request.RequestMoves;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Work;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.CircuitOpen;
import org.dsrhub.source.Page;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.Source;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.subject.DirectorySearch;
import org.dsrhub.subject.Identity;
import org.dsrhub.subject.Subject;
import org.dsrhub.task.CallSeries;
import org.dsrhub.task.Circuits;
import org.dsrhub.task.Faults;
import org.dsrhub.task.Planning;
import org.dsrhub.task.Retry;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The steps of the routes {@code request-identify} and {@code request-plan}.
 */
@Component("identify")
class IdentifySteps {

	private static final Logger log = LoggerFactory.getLogger(IdentifySteps.class);

	private final RequestMoves moves;

	private final RequestClaims claims;

	private final Planning planning;

	private final Tenants tenants;

	private final Catalogue catalogue;

	private final Circuits circuits;

	private final Clock clock;

	private final Drain drain;

	IdentifySteps(RequestMoves moves, RequestClaims claims, Planning planning, Tenants tenants, Catalogue catalogue,
			Circuits circuits, Clock clock, Drain drain) {
		this.moves = moves;
		this.claims = claims;
		this.planning = planning;
		this.tenants = tenants;
		this.catalogue = catalogue;
		this.circuits = circuits;
		this.clock = clock;
		this.drain = drain;
	}

	/**
	 * Sets the variables {@code search}, {@code calls} and {@code directory}, whether
	 * there is one to ask.
	 */
	void begin(Exchange exchange) {
		exchange.setVariable("search", new DirectorySearch(subject(exchange)));
		exchange.setVariable("calls", new CallSeries(this.circuits, tenant(exchange), Circuits.DIRECTORY));
		exchange.setVariable("directory", tenant(exchange).endpoints().graph() != null);
	}

	/**
	 * Sets the variable {@code fetch}.
	 * @throws CircuitOpen if the directory must not be asked now
	 */
	void next(Exchange exchange) {
		CallSeries calls = exchange.getVariable("calls", CallSeries.class);
		calls.require();
		exchange.setVariable("fetch", new QuestionOf(search(exchange), tenant(exchange), calls));
	}

	/**
	 * Decides who it is. Several people: a person must say which; never a guess.
	 */
	void settle(Exchange exchange) {
		DirectorySearch search = search(exchange);
		Work work = exchange.getVariable("work", Work.class);
		if (search.ambiguous()) {
			this.moves.attention(work,
					"More than one person in the directory has these identifiers. Cancel this request and file it again with the object id of the right one.");
			exchange.setVariable("identified", false);
			return;
		}
		Identity identity = search.result();
		identified(exchange, search.inconclusive() ? identity.inconclusive(Reason.BAD_REQUEST.label()) : identity);
	}

	/**
	 * For a tenant whose file names no directory.
	 */
	void skip(Exchange exchange) {
		identified(exchange, Identity.notSearched(subject(exchange)));
	}

	/**
	 * After a fault the step rests and is tried again. If it fails for good, the request
	 * goes on with the identifiers given, and its result names the failure. What is
	 * broken off because this node ends is no fault of the directory's.
	 */
	void interrupted(Exchange exchange) {
		Exception problem = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
		Work work = exchange.getVariable("work", Work.class);
		if (this.drain.over()) {
			log.info("event=work-left row={}", work.id());
			exchange.setVariable("identified", false);
			this.circuits.unheard(tenant(exchange), Circuits.DIRECTORY);
			return;
		}
		if (problem instanceof LeaseLost) {
			log.warn("event=work-dropped reason=\"{}\"", problem.getMessage());
			return;
		}
		RequestRow request = request(exchange);
		VendorFault fault = Faults.of(problem);
		if (fault.reason() == Reason.INTERNAL) {
			log.error("event=hub-fault request={} step=identify", work.id(), UnexpectedFault.reduced(problem));
		}
		Optional<Instant> free = Retry.free(problem, this.circuits.after(tenant(exchange), Circuits.DIRECTORY, problem),
				tenant(exchange), request.deadline());
		if (free.isPresent()) {
			this.claims.rest(work, free.get());
			exchange.setVariable("identified", false);
			return;
		}
		Optional<Instant> again = Retry.at(fault, request.failures() + 1, tenant(exchange), request.deadline(),
				this.clock.instant());
		if (again.isPresent()) {
			this.claims.pause(work, again.get(), null);
			log.info("event=waiting request={} tenant={} step=identify until={} reason=\"{} ({})\"", work.id(),
					request.tenant(), again.get(), fault.reason().label(), fault.getMessage());
			exchange.setVariable("identified", false);
			return;
		}
		identified(exchange, Identity.failed(subject(exchange), fault.reason().label()));
	}

	/**
	 * Fans the request out.
	 */
	void plan(Exchange exchange) {
		RequestRow request = request(exchange);
		Tenant tenant = tenant(exchange);
		Identity identity = exchange.getVariable("identity", Identity.class);
		List<Source> sources = this.catalogue.all()
			.stream()
			.filter((source) -> tenant.uses(source))
			.flatMap((source) -> tenant.each(source).stream())
			.filter((source) -> asked(request.document().sources(), source.source()))
			.toList();
		this.planning.plan(exchange.getVariable("work", Work.class), request, tenant, sources, identity);
		log.info("event=identified request={} tenant={}", request.id(), tenant.tenant());
	}

	/** Of a source in several applications all are asked, or one by its own name. */
	private static boolean asked(Collection<String> sources, String name) {
		return sources.isEmpty() || sources.contains(name) || sources.contains(Source.file(name));
	}

	private static void identified(Exchange exchange, Identity identity) {
		exchange.setVariable("identity", identity);
		exchange.setVariable("identified", true);
	}

	private Subject subject(Exchange exchange) {
		return GivenSubject.of(request(exchange).document(), tenant(exchange).region());
	}

	private Tenant tenant(Exchange exchange) {
		return this.tenants.get(request(exchange).tenant());
	}

	private static RequestRow request(Exchange exchange) {
		return exchange.getVariable("request", RequestRow.class);
	}

	private static DirectorySearch search(Exchange exchange) {
		return exchange.getVariable("search", DirectorySearch.class);
	}

	/**
	 * The next page of the present question.
	 */
	private record QuestionOf(DirectorySearch search, Tenant tenant, CallSeries calls) implements Fetch {

		@Override
		public String source() {
			return Circuits.DIRECTORY;
		}

		@Override
		public String link() {
			return this.search.link();
		}

		@Override
		public Map<String, String> values() {
			Map<String, String> values = new LinkedHashMap<>();
			values.put("filter", this.search.filter());
			this.search.objectId().ifPresent((id) -> values.put("objectId", id));
			return values;
		}

		@Override
		public boolean renew() {
			return this.search.renew();
		}

		@Override
		public void answered(ServiceLimits limits) {
			if (this.search.isMore()) {
				this.calls.heard(limits);
			}
			else {
				this.calls.answered(limits);
			}
		}

		@Override
		public void take(Page page, String url) throws IOException {
			List<JsonNode> items = new ArrayList<>();
			String link = page.read(items::add);
			if (!this.search.isOptional() && items.stream().anyMatch((item) -> !item.path("id").isTextual())) {
				throw VendorFault.retryable(Reason.INVALID_ANSWER, "an entry of the directory has no id", null);
			}
			if (this.search.circular(link)) {
				throw VendorFault.terminal(Reason.INVALID_ANSWER, "the next link repeats");
			}
			this.search.answered(items, link);
		}

		@Override
		public void absent() {
			this.search.answered(List.of(), null);
		}

		/**
		 * What the directory does not understand, or will not tell of the organisation,
		 * only narrows the search.
		 */
		@Override
		public void fault(VendorFault fault) {
			if (fault.reason() != Reason.BAD_REQUEST && (fault.retryable() || !this.search.isOptional())) {
				throw fault;
			}
			this.search.unanswerable();
		}

	}

}
