package org.dsrhub.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A drain goes to its end whatever happens on the way.
 */
class LeavingTests {

	private final Drain drain = new Drain();

	private final List<Object> told = new ArrayList<>();

	@Test
	void a_node_that_is_at_nothing_tells_that_its_drain_is_over() {
		leave(List.of(part(() -> 0)));
		assertThat(this.told).containsExactly(new DrainBegun(), new DrainOver());
		assertThat(this.drain.over()).isTrue();
	}

	@Test
	void a_part_that_cannot_give_back_hinders_no_other() {
		AtomicInteger back = new AtomicInteger();
		leave(List.of(part(() -> {
			throw new IllegalStateException("the ledger is away");
		}), part(back::incrementAndGet)));
		assertThat(back).hasValue(1);
		assertThat(this.drain.over()).isTrue();
	}

	@Test
	void a_listener_that_fails_does_not_end_the_drain() {
		new Leaving(this.drain, List.of(), new DrainProperties(Duration.ZERO), (event) -> {
			this.told.add(event);
			throw new IllegalStateException("nobody listens");
		}).stop();
		assertThat(this.told).containsExactly(new DrainBegun(), new DrainOver());
		assertThat(this.drain.over()).isTrue();
	}

	@Test
	void what_is_being_claimed_when_the_drain_begins_is_waited_for() {
		AtomicInteger looks = new AtomicInteger(3);
		leave(List.of(new Held() {
			@Override
			public int held() {
				return 0;
			}

			@Override
			public boolean claiming() {
				return looks.decrementAndGet() > 0;
			}

			@Override
			public int handBack() {
				return 0;
			}
		}));
		assertThat(looks.get()).isNotPositive();
	}

	private void leave(List<Held> parts) {
		new Leaving(this.drain, parts, new DrainProperties(Duration.ofMinutes(1)), this.told::add).stop();
	}

	private static Held part(IntSupplier back) {
		return new Held() {
			@Override
			public int held() {
				return 0;
			}

			@Override
			public int handBack() {
				return back.getAsInt();
			}
		};
	}

}
