package org.dsrhub.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.dsrhub.intake.JsonBody;
import org.dsrhub.notice.DocumentJson.Page;
import org.dsrhub.retention.ItemView;
import org.dsrhub.retention.Removal;
import org.dsrhub.retention.RunDesk;
import org.dsrhub.retention.RunOrder;
import org.dsrhub.retention.RunView;
import org.dsrhub.retention.RunViews;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Callers;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.security.NotThere;
import org.dsrhub.security.Role;
import org.springframework.stereotype.Component;

/**
 * What REST routes do with runs of retention rules.
 */
@Component
public class RestRetention {

	private static final Set<Role> STARTERS = Set.of(Role.PRIVACY_OPERATOR, Role.TENANT_ADMINISTRATOR);

	private static final Set<Role> READERS = Set.of(Role.PRIVACY_OPERATOR, Role.TENANT_ADMINISTRATOR, Role.AUDITOR);

	private final Callers callers;

	private final RunDesk desk;

	private final RunViews views;

	RestRetention(Callers callers, RunDesk desk, RunViews views) {
		this.callers = callers;
		this.desk = desk;
		this.views = views;
	}

	public RunView start(@Body byte[] body) {
		Caller caller = this.callers.current();
		if (!caller.hasAny(STARTERS)) {
			throw new NotAllowed("starting a run takes PrivacyOperator or TenantAdministrator");
		}
		RunOrder order = RunOrder.read(JsonBody.parse(body));
		if (!caller.mayEnter(order.tenant())) {
			throw new NotThere("no such tenant");
		}
		return this.desk.ask(order, caller.name());
	}

	public RunView show(@Variable("id") String id) {
		return this.views.show(id, reader());
	}

	public Page items(@Variable("id") String id, @Variable("query") String query) {
		QueryParameters parameters = new QueryParameters(query, Set.of("state", "limit", "after"));
		int limit = (int) parameters.number("limit", 1, 1000, 100);
		String state = parameters.text("state");
		List<ItemView> items = new ArrayList<>(this.views.items(id, state(state),
				parameters.number("after", 0, Long.MAX_VALUE, 0), limit + 1, reader()));
		String next = null;
		if (items.size() > limit) {
			items.remove(limit);
			next = "/api/retention/runs/%s/items?%slimit=%d&after=%d".formatted(id,
					(state != null) ? "state=" + state + "&" : "", limit, items.get(limit - 1).number());
		}
		return new Page(items, next);
	}

	public Page list(@Variable("query") String query) {
		QueryParameters parameters = new QueryParameters(query, Set.of("tenant", "limit", "after"));
		int limit = (int) parameters.number("limit", 1, 500, 50);
		String tenant = parameters.text("tenant");
		if (tenant == null) {
			throw QueryParameters.invalid("tenant", "must name a tenant");
		}
		List<RunView> runs = new ArrayList<>(this.views.list(tenant, parameters.text("after"), limit + 1, reader()));
		String next = null;
		if (runs.size() > limit) {
			runs.remove(limit);
			next = "/api/retention/runs?tenant=%s&limit=%d&after=%s".formatted(tenant, limit, runs.get(limit - 1).id());
		}
		return new Page(runs, next);
	}

	private Caller reader() {
		Caller caller = this.callers.current();
		if (!caller.hasAny(READERS)) {
			throw new NotAllowed("runs are shown to PrivacyOperator, TenantAdministrator and Auditor");
		}
		return caller;
	}

	private static Removal.State state(String label) {
		try {
			return (label != null) ? Removal.State.of(label) : null;
		}
		catch (IllegalArgumentException ex) {
			throw QueryParameters.invalid("state", "must be a state of a thing, such as deferred");
		}
	}

}
