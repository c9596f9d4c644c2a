package org.dsrhub.node;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ClosedDoorTests {

	private final Drain drain = new Drain();

	private final ClosedDoor door = new ClosedDoor(this.drain);

	@ParameterizedTest
	@ValueSource(strings = { "/api/requests", "/packages/x", "/callbacks/x" })
	void who_calls_before_the_node_is_ready_is_asked_to_come_again(String path) throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		assertThat(passes(path, response)).isFalse();
		assertThat(response.getStatus()).isEqualTo(503);
		assertThat(response.getHeader("Retry-After")).isEqualTo("5");
		assertThat(response.getContentType()).isEqualTo("application/problem+json");
	}

	@Test
	void probes_are_answered_all_the_time() throws Exception {
		assertThat(passes("/actuator/health/readiness")).isTrue();
	}

	@Test
	void calls_are_taken_from_when_the_node_is_ready_until_all_is_given_back() throws Exception {
		this.door.open();
		assertThat(passes("/api/requests")).isTrue();
		this.drain.begin();
		assertThat(passes("/api/requests")).as("while it drains").isTrue();
		this.drain.end();
		assertThat(passes("/api/requests")).as("once it is drained").isFalse();
	}

	private boolean passes(String path) throws ServletException, IOException {
		return passes(path, new MockHttpServletResponse());
	}

	private boolean passes(String path, MockHttpServletResponse response) throws ServletException, IOException {
		MockFilterChain chain = new MockFilterChain();
		this.door.doFilter(new MockHttpServletRequest("GET", path), response, chain);
		return chain.getRequest() != null;
	}

}
