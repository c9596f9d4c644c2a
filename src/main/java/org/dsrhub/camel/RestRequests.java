package org.dsrhub.camel;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.dsrhub.intake.DecisionReader;
import org.dsrhub.intake.ExtensionReader;
import org.dsrhub.intake.JsonBody;
import org.dsrhub.intake.RestFiling;
import org.dsrhub.notice.DocumentJson.Page;
import org.dsrhub.notice.Receipts;
import org.dsrhub.notice.Receipts.Receipt;
import org.dsrhub.notice.ResultCursor;
import org.dsrhub.notice.ResultDocument;
import org.dsrhub.notice.ResultFilter;
import org.dsrhub.notice.Results;
import org.dsrhub.request.Decision;
import org.dsrhub.request.Decisions;
import org.dsrhub.request.Extensions;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.RequestState;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Callers;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.security.NotThere;
import org.dsrhub.security.Role;
import org.dsrhub.task.Cancellations;
import org.dsrhub.task.ClosedStaging;
import org.dsrhub.task.Retries;
import org.dsrhub.task.StagedRecords;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What REST routes do with requests, for the login that called.
 */
@Component
public class RestRequests {

	private static final Set<String> LIST_PARAMETERS = Set.of("tenant", "state", "reference", "dueBefore", "limit",
			"after");

	private static final Set<Role> DECIDERS = Set.of(Role.PRIVACY_OPERATOR, Role.APPROVER);

	private final Callers callers;

	private final RestFiling filing;

	private final Decisions decisions;

	private final StagedRecords staged;

	private final Cancellations cancellations;

	private final Retries retries;

	private final Extensions extensions;

	private final ClosedStaging staging;

	private final Receipts receipts;

	private final Results results;

	RestRequests(Callers callers, RestFiling filing, Decisions decisions, StagedRecords staged,
			Cancellations cancellations, Retries retries, Extensions extensions, ClosedStaging staging,
			Receipts receipts, Results results) {
		this.callers = callers;
		this.filing = filing;
		this.decisions = decisions;
		this.staged = staged;
		this.cancellations = cancellations;
		this.retries = retries;
		this.extensions = extensions;
		this.staging = staging;
		this.receipts = receipts;
		this.results = results;
	}

	public ResultDocument file(@Body byte[] body, @Variable("idempotencyKey") String key) {
		return this.results.find(this.filing.file(body, key, this.callers.current())).orElseThrow();
	}

	public ResultDocument show(@Variable("id") String id) {
		Receipt receipt = this.receipts.visible(id, this.callers.current());
		return this.results.find(receipt.id()).orElseThrow(NotThere::new);
	}

	public ResultDocument decide(@Variable("id") String id, @Body byte[] body) {
		Caller caller = this.callers.current();
		Receipt receipt = this.receipts.visible(id, caller);
		if (!caller.hasAny(DECIDERS)) {
			throw new NotAllowed("deciding on a request takes PrivacyOperator or Approver");
		}
		Decision decision = DecisionReader.read(JsonBody.parse(body));
		List<FieldError> faults = this.staged.faults(receipt.request(), decision.leaveOut());
		if (!faults.isEmpty()) {
			throw new InvalidRequest(faults);
		}
		this.decisions.decide(receipt.request(), decision, caller.name());
		if (Decisions.DECLINE.equals(decision.decision())) {
			// At once: it is what makes room when nothing else goes on for want of it.
			this.staging.remove(receipt.tenant(), receipt.request());
		}
		return this.results.find(receipt.id()).orElseThrow(NotThere::new);
	}

	public ResultDocument cancel(@Variable("id") String id) {
		Caller caller = this.callers.current();
		Receipt receipt = this.receipts.visible(id, caller);
		if (!caller.hasAny(DECIDERS)) {
			throw new NotAllowed("cancelling a request takes PrivacyOperator or Approver");
		}
		LockedRequest request = this.cancellations.cancel(receipt.request(), caller.name());
		if (request.state().closed()) {
			this.staging.remove(request.tenant(), request.id());
		}
		return this.results.find(receipt.id()).orElseThrow(NotThere::new);
	}

	public ResultDocument retry(@Variable("id") String id) {
		Caller caller = this.callers.current();
		Receipt receipt = this.receipts.visible(id, caller);
		if (!caller.hasAny(DECIDERS)) {
			throw new NotAllowed("retrying a request takes PrivacyOperator or Approver");
		}
		this.retries.retry(receipt.request(), caller.name());
		return this.results.find(receipt.id()).orElseThrow(NotThere::new);
	}

	public ResultDocument extend(@Variable("id") String id, @Body byte[] body) {
		Caller caller = this.callers.current();
		Receipt receipt = this.receipts.visible(id, caller);
		if (!caller.hasAny(DECIDERS)) {
			throw new NotAllowed("extending a deadline takes PrivacyOperator or Approver");
		}
		this.extensions.extend(receipt.request(), ExtensionReader.read(JsonBody.parse(body)), caller.name());
		return this.results.find(receipt.id()).orElseThrow(NotThere::new);
	}

	public Page list(@Variable("query") String query) {
		QueryParameters parameters = new QueryParameters(query, LIST_PARAMETERS);
		ResultFilter filter = new ResultFilter(state(parameters.text("state")), parameters.text("reference"),
				date(parameters.text("dueBefore")));
		int limit = (int) parameters.number("limit", 1, 500, 50);
		List<Results.Listed> listed = new ArrayList<>(
				this.results.list(tenants(parameters), filter, cursor(parameters), limit + 1));
		String next = null;
		if (listed.size() > limit) {
			listed.remove(limit);
			next = next(parameters, limit, listed.get(limit - 1).cursor());
		}
		return new Page(listed.stream().map(Results.Listed::document).toList(), next);
	}

	private Collection<String> tenants(QueryParameters parameters) {
		Caller caller = this.callers.current();
		String tenant = parameters.text("tenant");
		if (tenant != null && !caller.mayEnter(tenant)) {
			throw new NotThere("no such tenant");
		}
		return (tenant != null) ? List.of(tenant) : caller.tenants();
	}

	private static RequestState state(String label) {
		try {
			return (label != null) ? RequestState.of(label) : null;
		}
		catch (IllegalArgumentException ex) {
			throw QueryParameters.invalid("state", "must be a state of a request, such as awaiting-decision");
		}
	}

	private static LocalDate date(String text) {
		try {
			return (text != null) ? LocalDate.parse(text) : null;
		}
		catch (DateTimeParseException ex) {
			throw QueryParameters.invalid("dueBefore", "must be a day, such as 2026-12-24");
		}
	}

	private static ResultCursor cursor(QueryParameters parameters) {
		try {
			return (parameters.text("after") != null) ? ResultCursor.parse(parameters.text("after")) : null;
		}
		catch (IllegalArgumentException ex) {
			throw QueryParameters.invalid("after", "must come from the next of a page before");
		}
	}

	private static String next(QueryParameters parameters, int limit, ResultCursor cursor) {
		UriComponentsBuilder next = UriComponentsBuilder.fromPath("/api/requests");
		List<Object> values = new ArrayList<>();
		for (String name : List.of("tenant", "state", "reference", "dueBefore")) {
			if (parameters.text(name) != null) {
				next.queryParam(name, "{" + name + "}");
				values.add(parameters.text(name));
			}
		}
		return next.queryParam("limit", limit)
			.queryParam("after", cursor.text())
			.encode()
			.buildAndExpand(values.toArray())
			.toUriString();
	}

}
