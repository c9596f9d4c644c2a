package org.dsrhub.camel;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.dsrhub.Workshop;
import org.dsrhub.node.Drain;
import org.dsrhub.request.RequestDocument;
import org.dsrhub.request.RequestDocument.SubjectIdentifiers;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Work;
import org.dsrhub.source.Right;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.subject.DirectorySearch;
import org.dsrhub.task.Circuits;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

class IdentifyStepsTests {

	private static final String URL = "https://graph.microsoft.com/v1.0/users";

	private final Circuits circuits = mock(Circuits.class);

	private final Drain drain = mock(Drain.class);

	private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

	private Tenant tenant;

	private IdentifySteps steps;

	@BeforeEach
	void setUp(@TempDir Path folder) {
		Tenants tenants = new Workshop(folder).tenants();
		this.tenant = tenants.get("contoso");
		this.steps = new IdentifySteps(null, null, null, tenants, null, this.circuits, Clock.systemUTC(), this.drain);
		this.exchange.setVariable("request", request());
		this.exchange.setVariable("work", new Work(UUID.randomUUID(), UUID.randomUUID()));
	}

	@Test
	void a_lookup_is_answered_only_with_the_last_of_its_questions() throws IOException {
		this.steps.begin(this.exchange);
		DirectorySearch search = this.exchange.getVariable("search", DirectorySearch.class);
		assertThat(search.getQuestion()).isEqualTo("organization");
		while (search.isMore()) {
			verify(this.circuits, never()).answered(any(), any(), any());
			this.steps.next(this.exchange);
			Fetch fetch = this.exchange.getVariable("fetch", Fetch.class);
			fetch.take((consumer) -> null, URL);
			fetch.answered(ServiceLimits.NONE);
		}
		verify(this.circuits).answered(this.tenant, Circuits.DIRECTORY, ServiceLimits.NONE);
	}

	@Test
	void a_lookup_that_this_node_leaves_because_it_ends_lets_another_try_the_directory() {
		given(this.drain.over()).willReturn(true);
		this.exchange.setProperty(Exchange.EXCEPTION_CAUGHT, VendorFault.retryable(Reason.UNREACHABLE, "closed", null));
		this.steps.interrupted(this.exchange);
		assertThat(this.exchange.getVariable("identified", Boolean.class)).isFalse();
		verify(this.circuits).unheard(this.tenant, Circuits.DIRECTORY);
		verifyNoMoreInteractions(this.circuits);
	}

	private static RequestRow request() {
		Instant now = Instant.parse("2026-11-24T10:00:00Z");
		RequestDocument document = new RequestDocument("R-1", "contoso", Right.ACCESS,
				new SubjectIdentifiers("ana@contoso.example", null, null, null, List.of()), null, null, null, now,
				null);
		return new RequestRow(UUID.randomUUID(), "contoso", "R-1", Right.ACCESS, RequestState.IDENTIFYING, document,
				null, Set.of(), now, LocalDate.of(2026, 12, 24), null, null, Set.of(), Map.of(), 0, null, false);
	}

}
