package org.dsrhub.camel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import org.dsrhub.source.Backoff;

/**
 * The token of one audience. Of all who need a new one at once, one asks the login and
 * the others share what comes, a failure too; after a failure nobody asks for a while. A
 * login that hangs is so met once, and not by each worker after the other.
 */
final class Login {

	/**
	 * A token is renewed this long before it expires, so that none runs out on its way.
	 */
	private static final Duration MARGIN = Duration.ofMinutes(5);

	private final Supplier<TokenCredential> credential;

	private final TokenRequestContext audience;

	private final Backoff rest;

	private final Clock clock;

	private AccessToken token;

	private Duration lifetime = Duration.ZERO;

	private CompletableFuture<AccessToken> asked;

	private Instant restsUntil = Instant.MIN;

	private int failures;

	private TokenCredential known;

	/**
	 * A login that has not been asked yet.
	 * @param audience the resource, such as {@code https://graph.microsoft.com}
	 * @param rest how long nobody asks after a failure
	 */
	Login(Supplier<TokenCredential> credential, String audience, Backoff rest, Clock clock) {
		this.credential = credential;
		this.audience = new TokenRequestContext().addScopes(audience + "/.default");
		this.rest = rest;
		this.clock = clock;
	}

	/**
	 * A token that is good for a while.
	 * @throws LoginFault if there is none
	 */
	AccessToken token() {
		CompletableFuture<AccessToken> answer;
		boolean first;
		synchronized (this) {
			Instant now = this.clock.instant();
			if (this.token != null && this.token.getExpiresAt().toInstant().minus(margin()).isAfter(now)) {
				return this.token;
			}
			first = this.asked == null || (this.asked.isDone() && !now.isBefore(this.restsUntil));
			if (first) {
				this.asked = new CompletableFuture<>();
			}
			answer = this.asked;
		}
		if (first) {
			ask(answer);
		}
		try {
			return answer.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof LoginFault fault) {
				throw fault;
			}
			throw ex;
		}
	}

	/**
	 * Forgets a token that was refused before it expired. Of several callers who were
	 * refused the same one, only the first costs a login.
	 */
	synchronized void forget(String refused) {
		if (this.token != null && this.token.getToken().equals(refused)) {
			this.token = null;
			// The SDK keeps tokens, too.
			this.known = null;
		}
	}

	private void ask(CompletableFuture<AccessToken> answer) {
		try {
			TokenCredential login;
			synchronized (this) {
				if (this.known == null) {
					this.known = this.credential.get();
				}
				login = this.known;
			}
			succeeded(login.getTokenSync(this.audience), answer);
		}
		catch (RuntimeException ex) {
			failed(ex, answer);
		}
		finally {
			// An error, such as a lack of memory, must leave nobody waiting.
			answer.completeExceptionally(new IllegalStateException("the login was broken off"));
		}
	}

	private synchronized void succeeded(AccessToken fresh, CompletableFuture<AccessToken> answer) {
		this.token = fresh;
		this.lifetime = Duration.between(this.clock.instant(), fresh.getExpiresAt());
		this.failures = 0;
		this.restsUntil = Instant.MIN;
		answer.complete(fresh);
	}

	private synchronized void failed(RuntimeException problem, CompletableFuture<AccessToken> answer) {
		this.failures++;
		this.restsUntil = this.clock.instant().plus(this.rest.after(this.failures, RandomGenerator.getDefault()));
		answer.completeExceptionally(LoginFault.of(problem, this.restsUntil));
	}

	private Duration margin() {
		Duration fifth = this.lifetime.dividedBy(5);
		return (fifth.compareTo(MARGIN) < 0) ? fifth : MARGIN;
	}

}
