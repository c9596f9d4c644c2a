package org.dsrhub.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
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
		given(this.claims.claimUnread(0)).willReturn(List.of(work));
		this.held.hold(new DefaultExchange(new DefaultCamelContext()), work);
		assertThat(this.held.held()).isOne();
		this.held.finished(work);
		assertThat(this.held.claim()).containsExactly(work);
	}

	@ParameterizedTest
	@CsvSource({ "request-advance, request-nudge-next", "package-run, package-nudge-next", "task-run, task-nudge-next",
			"retention-run, retention-nudge-next" })
	void a_worker_makes_room_before_it_tells_that_there_is_some(String route, String told) throws Exception {
		List<Integer> held = new ArrayList<>();
		Steps steps = new Steps(this.held, held);
		try (DefaultCamelContext camel = workers(steps)) {
			AdviceWith.adviceWith(camel, route, (advised) -> {
				advised.replaceFromWith("direct:worker");
				if (!route.equals("retention-run")) {
					advised.weaveByToUri("direct:*").replace().process(steps::advance);
				}
				advised.weaveById(told).replace().process(steps::advance);
			});
			work(camel);
			assertThat(held).startsWith(1, 0);
			assertThat(held.subList(1, held.size())).containsOnly(0);
		}
	}

	@ParameterizedTest
	@CsvSource({ "request-advance, release-requests", "package-run, release-packages" })
	void a_worker_whose_step_fails_makes_room_and_tells_so(String route, String told) throws Exception {
		List<Integer> held = new ArrayList<>();
		try (DefaultCamelContext camel = workers(new Failing(this.held, held))) {
			AdviceWith.adviceWith(camel, route, (advised) -> advised.replaceFromWith("direct:worker"));
			AdviceWith.adviceWith(camel, "request-release",
					(advised) -> advised.weaveById(told).replace().process((exchange) -> held.add(this.held.held())));
			work(camel);
			assertThat(held).containsExactly(0);
		}
	}

	/**
	 * The routes of all workers, whose steps these are.
	 */
	private DefaultCamelContext workers(Steps steps) throws Exception {
		DefaultCamelContext camel = new DefaultCamelContext();
		List.of("heldRequests", "heldPackages", "heldTasks", "heldRuns")
			.forEach((name) -> camel.getRegistry().bind(name, this.held));
		List.of("requestSteps", "collect", "retention").forEach((name) -> camel.getRegistry().bind(name, steps));
		List.of("requests", "packages", "tasks")
			.forEach((name) -> camel.getPropertiesComponent().addInitialProperty("hub.work." + name, "1"));
		RouteFiles.load(camel, "policy/request-errors", "policy/task-errors", "policy/retention-errors",
				"policy/sweep-errors", "request/request-advance", "package/package-run", "task/task-run",
				"retention/retention-run", "request/request-release");
		return camel;
	}

	private static void work(CamelContext camel) {
		camel.start();
		camel.createProducerTemplate().requestBody("direct:worker", new Work(UUID.randomUUID(), UUID.randomUUID()));
	}

	/**
	 * A step that fails, and is put off.
	 */
	public static class Failing extends Steps {

		Failing(HeldRequests held, List<Integer> seen) {
			super(held, seen);
		}

		@Override
		public void open(Exchange exchange) {
			throw new IllegalStateException("a fault");
		}

		@Override
		public void interrupted(Exchange exchange) {
			assertThat(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)).hasMessage("a fault");
		}

	}

	/**
	 * The steps of all these routes.
	 */
	public static class Steps {

		private final HeldRequests held;

		private final List<Integer> seen;

		Steps(HeldRequests held, List<Integer> seen) {
			this.held = held;
			this.seen = seen;
		}

		public void stored(Exchange exchange) {
			throw new IllegalStateException("nothing is to be stored");
		}

		public void advance(Exchange exchange) {
			this.seen.add(this.held.held());
		}

		public void open(Exchange exchange) {
			exchange.setVariable("state", "packaging");
		}

		public void begin(Exchange exchange) {
			Work work = exchange.getMessage().getBody(Work.class);
			exchange.setVariable("asked", false);
			exchange.setVariable("operating", false);
			this.held.hold(exchange, work);
		}

		public void interrupted(Exchange exchange) {
			throw new IllegalStateException(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
		}

	}

}
