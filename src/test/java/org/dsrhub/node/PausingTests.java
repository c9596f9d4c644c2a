package org.dsrhub.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class PausingTests {

	@Test
	void who_pauses_is_told_when_the_time_has_passed() {
		Pausing pausing = new Pausing();
		long began = System.nanoTime();
		assertThat(pausing.pause(Duration.ofMillis(50))).isTrue();
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
	}

	@Test
	void a_node_that_leaves_breaks_off_pauses_and_begins_none() throws Exception {
		try (AnnotationConfigApplicationContext node = new AnnotationConfigApplicationContext(Pausing.class)) {
			Pausing pausing = node.getBean(Pausing.class);
			CompletableFuture<Boolean> paused = CompletableFuture
				.supplyAsync(() -> pausing.pause(Duration.ofMinutes(5)));
			node.publishEvent(new DrainBegun());
			assertThat(paused.get(1, TimeUnit.MINUTES)).isFalse();
			assertThat(pausing.pause(Duration.ofMinutes(5))).isFalse();
			assertThat(pausing.pause(Duration.ZERO)).isTrue();
		}
	}

}
