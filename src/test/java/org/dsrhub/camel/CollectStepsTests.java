package org.dsrhub.camel;

import java.io.IOException;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.dsrhub.node.Drain;
import org.dsrhub.request.Work;
import org.dsrhub.source.Source;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.Circuits;
import org.dsrhub.task.Collector;
import org.dsrhub.task.Fulfilment;
import org.junit.jupiter.api.Test;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

class CollectStepsTests {

	private final Collector collector = mock(Collector.class);

	private final Circuits circuits = mock(Circuits.class);

	private final Drain drain = mock(Drain.class);

	private final Fulfilment task = mock(Fulfilment.class);

	@Test
	void what_is_broken_off_because_this_node_ends_leaves_it_to_another_to_try_the_service() throws IOException {
		Source source = mock(Source.class);
		given(source.source()).willReturn("defender-alerts");
		given(this.task.source()).willReturn(source);
		given(this.drain.over()).willReturn(true);
		Exchange exchange = new DefaultExchange(new DefaultCamelContext());
		exchange.setVariable("work", new Work(UUID.randomUUID(), UUID.randomUUID()));
		exchange.setVariable("task", this.task);
		exchange.setProperty(Exchange.EXCEPTION_CAUGHT, VendorFault.retryable(Reason.UNREACHABLE, "closed", null));
		new CollectSteps(this.collector, null, null, null, null, this.circuits, null, null, null, this.drain, null)
			.interrupted(exchange);
		verify(this.circuits).unheard(null, "defender-alerts");
		verify(this.collector).leave(this.task);
		verifyNoMoreInteractions(this.circuits, this.collector);
	}

}
