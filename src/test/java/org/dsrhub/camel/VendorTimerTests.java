package org.dsrhub.camel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.dsrhub.Workshop;
import org.dsrhub.source.Source;
import org.dsrhub.task.Fulfilment;
import org.dsrhub.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class VendorTimerTests {

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final CamelContext camel = new DefaultCamelContext();

	private Tenant tenant;

	@BeforeEach
	void start(@TempDir Path folder) throws Exception {
		this.tenant = new Workshop(folder).tenants().get("contoso");
		this.camel.getManagementStrategy().addEventNotifier(new VendorTimer(this.meters));
		this.camel.addRoutes(new RouteBuilder() {

			@Override
			public void configure() {
				from("direct:kamelet").to("direct:call").to("mock:service");
				from("direct:call").log("nothing is called here");
			}

		});
		this.camel.start();
	}

	@AfterEach
	void stop() throws Exception {
		this.camel.close();
	}

	@Test
	void a_call_that_reads_and_one_that_changes_are_timed_by_tenant_source_and_status_and_by_nothing_else() {
		answers(204);
		send("fulfilment", change());
		send("fulfilment", change());
		answers(429);
		send("fetch", new FirstPage(this.tenant, "entra-user", Map.of("objectId", "ana"), false));
		assertThat(timed()).containsOnly(
				Map.entry(Map.of("tenant", "contoso", "source", "entra-user", "status", "2xx"), 2L),
				Map.entry(Map.of("tenant", "contoso", "source", "entra-user", "status", "429"), 1L));
	}

	@Test
	void a_change_that_nobody_answered_is_timed_too() {
		service().whenAnyExchangeReceived((exchange) -> {
			throw new IOException("reset");
		});
		send("fulfilment", change());
		assertThat(timed()).containsOnlyKeys(Map.of("tenant", "contoso", "source", "entra-user", "status", "none"));
	}

	@Test
	void what_is_called_for_no_service_is_not_timed() {
		send("other", "thing");
		assertThat(this.meters.getMeters()).isEmpty();
	}

	private Fulfilment change() {
		Source source = mock(Source.class);
		given(source.source()).willReturn("entra-user");
		Fulfilment change = mock(Fulfilment.class);
		given(change.tenant()).willReturn(this.tenant);
		given(change.source()).willReturn(source);
		return change;
	}

	private void answers(int status) {
		service().whenAnyExchangeReceived(
				(exchange) -> exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status));
	}

	private MockEndpoint service() {
		return this.camel.getEndpoint("mock:service", MockEndpoint.class);
	}

	private void send(String variable, Object value) {
		this.camel.createFluentProducerTemplate()
			.to("direct:kamelet")
			.withProcessor((exchange) -> exchange.setVariable(variable, value))
			.send();
	}

	private Map<Map<String, String>, Long> timed() {
		return this.meters.find("dsrhub.vendor.call")
			.timers()
			.stream()
			.collect(Collectors.toMap(
					(timer) -> timer.getId().getTags().stream().collect(Collectors.toMap(Tag::getKey, Tag::getValue)),
					Timer::count));
	}

}
