package org.dsrhub.camel;

import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.dsrhub.Workshop;
import org.dsrhub.source.CircuitOpen;
import org.dsrhub.source.CircuitOpen.Counts;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.Circuits;
import org.dsrhub.task.Traces;
import org.dsrhub.task.Traces.Trace;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

class TraceStepsTests {

	private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

	private static final String SOURCE = "change-trace";

	private final Traces traces = mock(Traces.class);

	private final Circuits circuits = mock(Circuits.class);

	private final Trace trace = new Trace(UUID.randomUUID(), UUID.randomUUID(), "contoso", "defender-jit-policies",
			UUID.randomUUID().toString(), "c-1", NOW);

	private Tenant tenant;

	private TraceSteps steps;

	@BeforeEach
	void setUp(@TempDir Path folder) {
		Tenants tenants = new Workshop(folder).tenants();
		this.tenant = tenants.get("contoso");
		this.steps = new TraceSteps(this.traces, tenants, this.circuits, null);
	}

	@Test
	void while_the_log_rests_it_is_not_asked_and_the_change_is_looked_up_after_that() {
		Instant later = NOW.plusSeconds(3600);
		willThrow(new CircuitOpen(Reason.THROTTLED, later, Counts.NEVER)).given(this.circuits)
			.require(this.tenant, SOURCE);
		assertThat(this.steps.mayCall(this.trace)).isFalse();
		verify(this.traces).rest(this.trace, later);
	}

	@Test
	void else_it_is_asked() {
		assertThat(this.steps.mayCall(this.trace)).isTrue();
		verifyNoInteractions(this.traces);
	}

	@Test
	void what_the_log_answers_tells_how_it_is() {
		Fetch fetch = fetch();
		fetch.answered(ServiceLimits.NONE);
		verify(this.circuits).answered(this.tenant, SOURCE, ServiceLimits.NONE);
		VendorFault fault = VendorFault.retryable(Reason.THROTTLED, "HTTP 429", null);
		fetch.fault(fault);
		verify(this.circuits).after(this.tenant, SOURCE, fault);
	}

	private Fetch fetch() {
		Exchange exchange = new DefaultExchange(new DefaultCamelContext());
		exchange.getMessage().setBody(this.trace);
		this.steps.next(exchange);
		return exchange.getVariable("fetch", Fetch.class);
	}

}
