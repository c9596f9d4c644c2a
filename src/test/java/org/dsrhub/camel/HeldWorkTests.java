package org.dsrhub.camel;

import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.awaitility.Awaitility;
import org.dsrhub.node.Drain;
import org.dsrhub.request.RequestClaims;
import org.dsrhub.request.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class HeldWorkTests {

	private final RequestClaims claims = mock(RequestClaims.class);

	private final HeldRequests held = new HeldRequests(mock(Drain.class), this.claims);

	@Test
	void what_is_finished_leaves_room_before_its_exchange_is_done() {
		Work work = new Work(UUID.randomUUID(), UUID.randomUUID());
		given(this.claims.claimDue(0)).willReturn(List.of(work));
		this.held.hold(new DefaultExchange(new DefaultCamelContext()), work);
		assertThat(this.held.held()).isOne();
		this.held.finished(work);
		assertThat(this.held.claim()).containsExactly(work);
	}

	@ParameterizedTest
	@CsvSource({ "request/request-advance, requestSteps, seda:request-advance, request-dispatch",
			"task/task-run, collect, seda:task-run, task-dispatch" })
	void a_worker_makes_room_before_it_tells_that_there_is_some(String file, String steps, String worker, String told)
			throws Exception {
		Queue<String> done = new ConcurrentLinkedQueue<>();
		try (DefaultCamelContext camel = new DefaultCamelContext()) {
			camel.getRegistry().bind(steps, new Steps(done));
			camel.getPropertiesComponent().addInitialProperty("hub.work.requests", "1");
			camel.getPropertiesComponent().addInitialProperty("hub.work.tasks", "1");
			camel.addRoutes(new RouteBuilder() {
				@Override
				public void configure() {
					for (String next : new String[] { "request-identify", "request-fulfil", "package-assemble",
							"task-change", "task-ask", "task-advance", "task-collect" }) {
						from("direct:" + next).process((exchange) -> done.add("step"));
					}
					from("seda:" + told + "?size=1").process((exchange) -> done.add("told"));
				}
			});
			PluginHelper.getRoutesLoader(camel)
				.loadRoutes(
						PluginHelper.getResourceLoader(camel).resolveResource("file:routes/" + file + ".camel.yaml"));
			camel.start();
			camel.createProducerTemplate().sendBody(worker, "a row");
			Awaitility.await().until(() -> done.contains("told"));
			assertThat(done).containsExactly("step", "finished", "told");
		}
	}

	/**
	 * The steps of both routes, of which only the last is told.
	 */
	public static class Steps {

		private final Queue<String> done;

		Steps(Queue<String> done) {
			this.done = done;
		}

		public void open(Exchange exchange) {
			exchange.setVariable("state", "identifying");
		}

		public void begin(Exchange exchange) {
			exchange.setVariable("asked", false);
			exchange.setVariable("operating", false);
		}

		public void finished() {
			this.done.add("finished");
		}

	}

}
