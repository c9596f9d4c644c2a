package org.dsrhub.camel;

import java.time.Clock;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.dsrhub.node.Drain;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.RequestClaims;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Work;
import org.dsrhub.task.ClosedStaging;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

class RequestStepsTests {

	private final UUID id = UUID.randomUUID();

	private final Work work = new Work(this.id, UUID.randomUUID());

	private final RequestRow request = mock(RequestRow.class);

	private final RequestClaims claims = mock(RequestClaims.class);

	private final ClosedStaging staging = mock(ClosedStaging.class);

	private final RequestSteps steps = new RequestSteps(null, this.claims, null, null, this.staging, Clock.systemUTC(),
			null, null, mock(Drain.class), null, null);

	@BeforeEach
	void setUp() {
		given(this.request.id()).willReturn(this.id);
		given(this.request.tenant()).willReturn("contoso");
		given(this.request.state()).willReturn(RequestState.PACKAGING);
	}

	@Test
	void what_a_node_wrote_for_a_request_that_others_went_on_with_goes_if_they_have_closed_it() {
		interrupted(new LeaseLost("request"));
		verify(this.staging).removeLeft("contoso", this.id);
		verifyNoInteractions(this.claims);
	}

	@Test
	void so_it_does_if_the_node_heard_only_that_the_ledger_was_away() {
		willThrow(new LeaseLost("request")).given(this.claims).pause(any(), any(), any());
		interrupted(new IllegalStateException("the connection was cut"));
		verify(this.staging).removeLeft("contoso", this.id);
	}

	@Test
	void a_step_that_is_tried_again_keeps_what_was_written() {
		interrupted(new IllegalStateException("the account answered 500"));
		verify(this.claims).pause(any(), any(), any());
		verifyNoInteractions(this.staging);
	}

	private void interrupted(Exception problem) {
		Exchange exchange = new DefaultExchange(new DefaultCamelContext());
		exchange.setVariable("work", this.work);
		exchange.setVariable("request", this.request);
		exchange.setProperty(Exchange.EXCEPTION_CAUGHT, problem);
		this.steps.interrupted(exchange);
	}

}
