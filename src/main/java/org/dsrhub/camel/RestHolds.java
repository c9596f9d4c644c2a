package org.dsrhub.camel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.dsrhub.intake.JsonBody;
import org.dsrhub.notice.DocumentJson.Page;
import org.dsrhub.notice.Receipts;
import org.dsrhub.notice.Receipts.Receipt;
import org.dsrhub.retention.Hold;
import org.dsrhub.retention.HoldOrder;
import org.dsrhub.retention.HoldReader;
import org.dsrhub.retention.Holds;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Callers;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.security.NotThere;
import org.dsrhub.security.Role;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What REST routes do with legal holds.
 */
@Component
public class RestHolds {

	private static final Set<Role> KEEPERS = Set.of(Role.HOLD_KEEPER);

	private static final Set<Role> READERS = Set.of(Role.HOLD_KEEPER, Role.AUDITOR);

	private static final Set<String> LIST_PARAMETERS = Set.of("tenant", "limit", "after");

	private final Callers callers;

	private final Receipts receipts;

	private final Holds holds;

	private final HoldReader reader;

	RestHolds(Callers callers, Receipts receipts, Holds holds, HoldReader reader) {
		this.callers = callers;
		this.receipts = receipts;
		this.holds = holds;
		this.reader = reader;
	}

	public Hold set(@Body byte[] body) {
		Caller caller = keeper();
		JsonNode document = JsonBody.parse(body);
		// Before it is read: its faults would tell which tenants there are.
		if (document.path("tenant").isTextual() && !caller.mayEnter(document.path("tenant").textValue())) {
			throw new NotThere("no such tenant");
		}
		return this.holds.set(original(this.reader.order(document), caller), caller.name());
	}

	public Hold lift(@Variable("id") String id, @Body byte[] body) {
		Caller caller = keeper();
		Hold hold = visible(id, caller);
		return this.holds.lift(hold.id(), this.reader.lift(JsonBody.parse(body)), caller.name());
	}

	public Page list(@Variable("query") String query) {
		Caller caller = reader();
		QueryParameters parameters = new QueryParameters(query, LIST_PARAMETERS);
		String tenant = parameters.text("tenant");
		if (tenant != null && !caller.mayEnter(tenant)) {
			throw new NotThere("no such tenant");
		}
		Collection<String> tenants = (tenant != null) ? List.of(tenant) : caller.tenants();
		Hold after = (parameters.text("after") != null) ? visible(parameters.text("after"), caller) : null;
		int limit = (int) parameters.number("limit", 1, 500, 50);
		List<Hold> listed = new ArrayList<>(this.holds.list(tenants, after, limit + 1));
		if (listed.size() <= limit) {
			return new Page(listed, null);
		}
		listed.remove(limit);
		UriComponentsBuilder next = UriComponentsBuilder.fromPath("/api/holds");
		if (tenant != null) {
			next.queryParam("tenant", tenant);
		}
		return new Page(listed,
				next.queryParam("limit", limit).queryParam("after", listed.get(limit - 1).id()).toUriString());
	}

	private HoldOrder original(HoldOrder order, Caller caller) {
		if (order.request() == null) {
			return order;
		}
		Receipt receipt = this.receipts.visible(order.request().toString(), caller);
		if (!receipt.tenant().equals(order.tenant())) {
			throw new NotThere();
		}
		return new HoldOrder(order.tenant(), receipt.request(), null, false, order.reason());
	}

	private Hold visible(String id, Caller caller) {
		return Optional.of(id)
			.filter((text) -> text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"))
			.map(UUID::fromString)
			.flatMap(this.holds::find)
			.filter((hold) -> caller.mayEnter(hold.tenant()))
			.orElseThrow(NotThere::new);
	}

	private Caller keeper() {
		Caller caller = this.callers.current();
		if (!caller.hasAny(KEEPERS)) {
			throw new NotAllowed("setting and lifting holds takes HoldKeeper");
		}
		return caller;
	}

	private Caller reader() {
		Caller caller = this.callers.current();
		if (!caller.hasAny(READERS)) {
			throw new NotAllowed("seeing holds takes HoldKeeper or Auditor");
		}
		return caller;
	}

}
