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
import org.dsrhub.source.CircuitOpen;
import org.dsrhub.source.Page;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.VendorFault;
import org.dsrhub.task.Circuits;
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

	private static final String SOURCE = "change-trace";

	/**
	 * How far the clocks of the hub and of Azure may differ.
	 */
	private static final Duration MARGIN = Duration.ofMinutes(15);

	private final Traces traces;

	private final Tenants tenants;

	private final Circuits circuits;

	private final Drain drain;

	TraceSteps(Traces traces, Tenants tenants, Circuits circuits, Drain drain) {
		this.traces = traces;
		this.tenants = tenants;
		this.circuits = circuits;
		this.drain = drain;
	}

	/**
	 * The changes that are looked up now; none while this node leaves.
	 */
	List<Trace> claimDue() {
		return this.drain.begun() ? List.of() : this.traces.claimDue();
	}

	/**
	 * Whether the log may be asked now; if not, the change is looked up when it may.
	 */
	boolean mayCall(Trace trace) {
		try {
			this.circuits.require(this.tenants.get(trace.tenant()), SOURCE);
			return true;
		}
		catch (CircuitOpen open) {
			this.traces.rest(trace, open.until());
			return false;
		}
	}

	/**
	 * Sets the variable {@code fetch}.
	 */
	void next(Exchange exchange) {
		Trace trace = exchange.getMessage().getBody(Trace.class);
		exchange.setVariable("fetch",
				new EntriesOf(trace, this.tenants.get(trace.tenant()), this.circuits, new ArrayList<>()));
	}

	void settle(Exchange exchange) {
		EntriesOf entries = exchange.getVariable("fetch", EntriesOf.class);
		this.traces.found(entries.trace(), entries.found());
	}

	/**
	 * The log's entries of one change.
	 */
	private record EntriesOf(Trace trace, Tenant tenant, Circuits circuits, List<JsonNode> found) implements Fetch {

		@Override
		public String source() {
			return SOURCE;
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
		public void answered(ServiceLimits limits) {
			this.circuits.answered(this.tenant, SOURCE, limits);
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
			this.circuits.after(this.tenant, SOURCE, fault);
			log.info("event=change-not-traced request={} tenant={} reason=\"{} ({})\"", this.trace.request(),
					this.trace.tenant(), fault.reason().label(), fault.getMessage());
		}

	}

}
