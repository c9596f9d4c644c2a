package org.dsrhub.camel;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import org.awaitility.Awaitility;
import org.dsrhub.MovingClock;
import org.dsrhub.source.Backoff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class LoginTests {

	private static final int WORKERS = 16;

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final MovingClock time = new MovingClock(START);

	private final Vendor vendor = new Vendor();

	private final Login login = new Login(() -> this.vendor, "https://graph.microsoft.com",
			new Backoff(Duration.ofSeconds(60)), this.time);

	private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);

	@AfterEach
	void stop() {
		this.vendor.open.countDown();
		this.workers.shutdownNow();
	}

	@Test
	void all_who_need_a_token_at_once_share_one_login() {
		List<CompletableFuture<String>> answers = ask();
		this.vendor.open.countDown();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.join()).isEqualTo("token-1"));
		assertThat(this.vendor.asked).hasValue(1);
	}

	@Test
	void a_login_that_fails_after_a_long_time_is_met_once_and_not_by_each_worker() {
		this.vendor.fails = true;
		List<CompletableFuture<String>> answers = ask();
		this.vendor.open.countDown();
		assertThat(answers)
			.allSatisfy((answer) -> assertThatThrownBy(answer::join).hasCauseInstanceOf(LoginFault.class));
		assertThat(this.vendor.asked).hasValue(1);
	}

	@Test
	void nobody_asks_for_a_while_after_a_failure_and_the_fault_says_until_when() {
		this.vendor.open.countDown();
		this.vendor.fails = true;
		Instant again = fault().notBefore().orElseThrow();
		assertThat(again).isBetween(this.time.instant().plusMillis(700), this.time.instant().plusSeconds(1));
		this.time.reach(again.minusMillis(1));
		fault();
		assertThat(this.vendor.asked).hasValue(1);
		this.time.reach(again);
		this.vendor.fails = false;
		assertThat(this.login.token().getToken()).isEqualTo("token-2");
	}

	@Test
	void the_pause_grows_while_it_goes_on_failing_and_is_short_again_after_a_success() {
		this.vendor.open.countDown();
		this.vendor.fails = true;
		for (int i = 0; i < 5; i++) {
			this.time.reach(fault().notBefore().orElseThrow());
		}
		Instant again = fault().notBefore().orElseThrow();
		assertThat(Duration.between(this.time.instant(), again)).isGreaterThan(Duration.ofSeconds(20));
		this.time.reach(again);
		this.vendor.fails = false;
		this.login.token();
		this.vendor.fails = true;
		this.time.reach(again.plus(Duration.ofHours(9)));
		assertThat(Duration.between(this.time.instant(), fault().notBefore().orElseThrow()))
			.isLessThanOrEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void a_token_is_kept_until_shortly_before_its_end() {
		this.vendor.open.countDown();
		this.login.token();
		this.time.reach(this.time.instant().plus(Duration.ofMinutes(54)));
		assertThat(this.login.token().getToken()).isEqualTo("token-1");
		this.time.reach(this.time.instant().plus(Duration.ofMinutes(2)));
		assertThat(this.login.token().getToken()).isEqualTo("token-2");
	}

	@Test
	void a_refused_token_costs_one_login_however_many_were_refused_it() {
		this.vendor.open.countDown();
		this.login.token();
		this.login.forget("token-1");
		assertThat(this.login.token().getToken()).isEqualTo("token-2");
		this.login.forget("token-1");
		assertThat(this.login.token().getToken()).isEqualTo("token-2");
	}

	private LoginFault fault() {
		return catchThrowableOfType(LoginFault.class, this.login::token);
	}

	/**
	 * Has every worker need a token, and waits until all of them wait.
	 */
	private List<CompletableFuture<String>> ask() {
		List<Thread> waiting = new ArrayList<>();
		List<CompletableFuture<String>> answers = new ArrayList<>();
		for (int i = 0; i < WORKERS; i++) {
			answers.add(CompletableFuture.supplyAsync(() -> {
				synchronized (waiting) {
					waiting.add(Thread.currentThread());
				}
				return this.login.token().getToken();
			}, this.workers));
		}
		Awaitility.await().until(() -> {
			synchronized (waiting) {
				return waiting.size() == WORKERS
						&& waiting.stream().allMatch((thread) -> thread.getState() == Thread.State.WAITING);
			}
		});
		return answers;
	}

	/**
	 * A login that answers once it is opened.
	 */
	private static final class Vendor implements TokenCredential {

		private final CountDownLatch open = new CountDownLatch(1);

		private final AtomicInteger asked = new AtomicInteger();

		private volatile boolean fails;

		@Override
		public AccessToken getTokenSync(TokenRequestContext request) {
			int number = this.asked.incrementAndGet();
			try {
				this.open.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			if (this.fails) {
				throw new IllegalStateException("no answer");
			}
			return new AccessToken("token-" + number, START.plus(Duration.ofHours(number)).atOffset(ZoneOffset.UTC));
		}

		@Override
		public Mono<AccessToken> getToken(TokenRequestContext request) {
			return Mono.fromCallable(() -> getTokenSync(request));
		}

	}

}
