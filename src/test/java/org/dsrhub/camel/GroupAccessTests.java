package org.dsrhub.camel;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.dsrhub.Workshop;
import org.dsrhub.source.ServiceLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InOrder;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class GroupAccessTests {

	private final Fetch fetch = mock(Fetch.class);

	private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

	private final VendorAnswer answer = new VendorAnswer(mock(VendorCall.class), Clock.systemUTC());

	private final GroupAccess groups = new GroupAccess(null, Clock.systemUTC());

	@BeforeEach
	void setUp(@TempDir Path folder) {
		given(this.fetch.tenant()).willReturn(new Workshop(folder).tenants().get("contoso"));
		given(this.fetch.values()).willReturn(Map.of());
		this.exchange.setVariable("fetch", this.fetch);
		this.exchange.setVariable("records", "value");
		this.exchange.setVariable("url", "https://app1.azureiotcentral.com/api/users");
	}

	@Test
	void a_page_is_answered_only_when_the_directory_has_told_of_its_groups() throws IOException {
		this.exchange.getMessage().setBody("{\"value\":[{\"id\":\"1\",\"type\":\"email\"}]}");
		this.answer.hold(this.exchange);
		this.groups.look(this.exchange);
		verify(this.fetch, never()).answered(any());
		this.groups.handOver(this.exchange);
		InOrder order = inOrder(this.fetch);
		order.verify(this.fetch).heard(ServiceLimits.NONE);
		order.verify(this.fetch).take(any(), any());
		order.verify(this.fetch).answered(ServiceLimits.NONE);
	}

	@Test
	void a_token_that_is_refused_leaves_nothing_that_others_wait_for() throws IOException {
		given(this.fetch.renew()).willReturn(true);
		this.exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 401);
		this.answer.hold(this.exchange);
		this.groups.look(this.exchange);
		this.groups.handOver(this.exchange);
		verify(this.fetch).answered(ServiceLimits.NONE);
		verify(this.fetch, never()).take(any(), any());
	}

}
