package org.dsrhub.camel;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.impl.DefaultCamelContext;
import org.dsrhub.Workshop;
import org.dsrhub.node.Drain;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.Traces;
import org.dsrhub.task.Traces.Trace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * The route {@code change-trace}, with another log behind it.
 */
class TraceStepsTests {

	private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

	private static final Instant LATER = NOW.plusSeconds(3600);

	private final Traces traces = mock(Traces.class);

	private final Trace first = trace("contoso");

	private final Trace second = trace("contoso");

	private final Trace other = trace("fabrikam");

	private final AtomicReference<VendorFault> answer = new AtomicReference<>();

	private DefaultCamelContext camel;

	@BeforeEach
	void start(@TempDir Path folder) throws Exception {
		given(this.traces.claimDue()).willReturn(List.of(this.first, this.second, this.other));
		given(this.traces.isDue(any())).willReturn(true);
		willAnswer((call) -> given(this.traces.isDue(this.second)).willReturn(false)).given(this.traces)
			.rest("contoso", LATER);
		this.camel = new DefaultCamelContext();
		this.camel.getRegistry()
			.bind("changeTrace", new TraceSteps(this.traces, new Workshop(folder).tenants(), mock(Drain.class)));
		this.camel.getPropertiesComponent().addInitialProperty("hub.trace", "60000");
		RouteFiles.load(this.camel, "policy/sweep-errors", "task/change-trace");
		AdviceWith.adviceWith(this.camel, "change-trace", (route) -> {
			route.replaceFromWith("direct:sweep");
			route.weaveById("change-log").replace().process(this::log);
		});
		this.camel.start();
	}

	@AfterEach
	void stop() {
		this.camel.stop();
	}

	@Test
	void a_pause_that_the_log_asks_for_is_kept_by_what_was_claimed_with_it() {
		this.answer.set(new VendorFault(Reason.THROTTLED, true, LATER, "HTTP 429", null));
		sweep();
		verify(this.traces).rest("contoso", LATER);
		verify(this.traces, never()).found(this.second, List.of());
		verify(this.traces).found(this.other, List.of());
	}

	@Test
	void another_fault_lets_the_others_be_looked_up() {
		this.answer.set(VendorFault.retryable(Reason.UNREACHABLE, "HTTP 500", null));
		sweep();
		verify(this.traces, never()).rest(any(), any());
		verify(this.traces).found(this.second, List.of());
		verify(this.traces).found(this.other, List.of());
	}

	private void sweep() {
		this.camel.createProducerTemplate().sendBody("direct:sweep", null);
	}

	/**
	 * Answers the first call with the fault, and all others with nothing.
	 */
	private void log(Exchange exchange) {
		VendorFault fault = this.answer.getAndSet(null);
		if (fault != null) {
			exchange.getVariable("fetch", Fetch.class).fault(fault);
		}
	}

	private static Trace trace(String tenant) {
		return new Trace(UUID.randomUUID(), UUID.randomUUID(), tenant, "defender-jit-policies",
				UUID.randomUUID().toString(), "c-1", NOW, NOW);
	}

}
