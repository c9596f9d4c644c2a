package org.dsrhub.camel;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.dsrhub.node.Drain;
import org.dsrhub.source.Page;
import org.dsrhub.source.VendorFault;
import org.dsrhub.task.Traces;
import org.dsrhub.task.Traces.Trace;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The steps of the route {@code change-trace}.
 */
@Component("changeTrace")
class TraceSteps {

	private static final Logger log = LoggerFactory.getLogger(TraceSteps.class);

	/**
	 * How far the clocks of the hub and of Azure may differ.
	 */
	private static final Duration MARGIN = Duration.ofMinutes(15);

	private final Traces traces;

	private final Tenants tenants;

	private final Drain drain;

	TraceSteps(Traces traces, Tenants tenants, Drain drain) {
		this.traces = traces;
		this.tenants = tenants;
		this.drain = drain;
	}

	/**
	 * The changes that are looked up now; none while this node leaves.
	 */
	List<Trace> claimDue() {
		return this.drain.begun() ? List.of() : this.traces.claimDue();
	}

	/**
	 * Whether a change that was claimed is still to be looked up now.
	 */
	boolean isDue(Trace trace) {
		return this.traces.isDue(trace);
	}

	/**
	 * Sets the variable {@code fetch}.
	 */
	void next(Exchange exchange) {
		Trace trace = exchange.getMessage().getBody(Trace.class);
		exchange.setVariable("fetch",
				new EntriesOf(trace, this.tenants.get(trace.tenant()), this.traces, new ArrayList<>()));
	}

	void settle(Exchange exchange) {
		EntriesOf entries = exchange.getVariable("fetch", EntriesOf.class);
		this.traces.found(entries.trace(), entries.found());
	}

	/**
	 * The log's entries of one change.
	 */
	private record EntriesOf(Trace trace, Tenant tenant, Traces traces, List<JsonNode> found) implements Fetch {

		@Override
		public String source() {
			return "change-trace";
		}

		@Override
		public Map<String, String> values() {
			return Map.of("subscription", this.trace.subscription(), "correlation", this.trace.correlation(), "begun",
					this.trace.begun().minus(MARGIN).truncatedTo(ChronoUnit.SECONDS).toString());
		}

		@Override
		public boolean renew() {
			return true;
		}

		@Override
		public void take(Page page, String url) throws IOException {
			page.read(this.found::add);
		}

		@Override
		public void absent() {
			// Nothing yet.
		}

		@Override
		public void fault(VendorFault fault) {
			fault.notBefore().ifPresent((until) -> this.traces.rest(this.trace.tenant(), until));
			log.info("event=change-not-traced request={} tenant={} reason=\"{} ({})\"", this.trace.request(),
					this.trace.tenant(), fault.reason().label(), fault.getMessage());
		}

	}

}
