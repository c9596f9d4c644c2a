package org.dsrhub.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.dsrhub.database.FirstRows;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.Digest;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.request.Registrar;
import org.dsrhub.request.RequestMoves;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which requests wait for a person's code. Until it comes nothing is read from any
 * source; when its time or its attempts are over the request is expired.
 */
@Component
public class Confirmations {

	private static final int SWEPT = 100;

	private static final Duration DAY = Duration.ofDays(1);

	private final JdbcClient jdbc;

	private final Requests requests;

	private final RequestMoves moves;

	private final EvidenceLog evidence;

	private final ConfirmationCode codes;

	private final Digest digest;

	private final ConfirmationProperties settings;

	private final Clock clock;

	Confirmations(JdbcClient jdbc, Requests requests, RequestMoves moves, EvidenceLog evidence, ConfirmationCode codes,
			Digest digest, ConfirmationProperties settings, Clock clock) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.moves = moves;
		this.evidence = evidence;
		this.codes = codes;
		this.digest = digest;
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * Whether a sender has as many requests waiting from the last day as one may have.
	 */
	boolean enough(ReceivedMail mail) {
		return this.jdbc.sql("select count(*) from confirmation where tenant = ? and sender = ? and written_at > ?")
			.params(mail.tenant(), sender(mail), Timestamps.of(this.clock.instant().minus(DAY)))
			.query(Long.class)
			.single() >= this.settings.perDay();
	}

	/**
	 * Begins to wait for a code.
	 * @return the code, which is nowhere else
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	Asking ask(UUID request, ReceivedMail mail) {
		Asking asking = new Asking(this.codes.token(), this.codes.draw(),
				this.clock.instant().plus(this.settings.valid()));
		this.jdbc.sql(
				"insert into confirmation (id, tenant, sender, token, code, written_at, due) values (?, ?, ?, ?, ?, ?, ?)")
			.params(request, mail.tenant(), sender(mail), asking.token(), this.codes.digest(request, asking.code()),
					Timestamps.of(this.clock.instant()), Timestamps.of(asking.until()))
			.update();
		this.evidence.append(request, "confirmation-asked", "hub", Map.of("until", asking.until().toString()));
		return asking;
	}

	/**
	 * The request that a thread's token stands for.
	 */
	Optional<UUID> named(String tenant, String token) {
		return this.jdbc.sql("select id from confirmation where tenant = ? and token = ?")
			.params(tenant, token)
			.query(UUID.class)
			.optional();
	}

	/**
	 * Looks for the code in a reply. Locks the request until the transaction ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	Reply reply(UUID request, ReceivedMail mail) {
		boolean waits = this.requests.lock(request).state() == RequestState.UNVERIFIED;
		Optional<Waiting> waiting = waiting(request);
		if (!waits || waiting.isEmpty()) {
			return new Reply(Verdict.NOT_WAITING, 0, null);
		}
		Waiting row = waiting.get();
		if (!row.sender().equals(sender(mail))) {
			return new Reply(Verdict.ANOTHER_SENDER, 0, null);
		}
		if (!this.clock.instant().isBefore(row.due())) {
			expire(request, "code-not-used-in-time");
			return new Reply(Verdict.TOO_LATE, 0, null);
		}
		if (this.codes.confirms(request, mail.text(), row.code())) {
			settle(request);
			this.moves.verified(request, Registrar.SUBJECT, Map.of("by", "code"));
			return new Reply(Verdict.CONFIRMED, 0, null);
		}
		return new Reply(Verdict.WRONG, failed(request, row), row.token());
	}

	/**
	 * Counts a reply without the code, of which only so many may come.
	 * @return how many more may come
	 */
	private int failed(UUID request, Waiting row) {
		int left = this.settings.attempts() - row.attempts() - 1;
		this.jdbc.sql("update confirmation set attempts = attempts + 1 where id = ?").param(request).update();
		this.evidence.append(request, "confirmation-failed", "hub", Map.of("attemptsLeft", left));
		if (left <= 0) {
			expire(request, "too-many-attempts");
		}
		return Math.max(left, 0);
	}

	/**
	 * Ends the requests that nobody confirmed in time.
	 */
	@Transactional
	public void sweep() {
		FirstRows.lock(this.jdbc, "confirmation", "due", this.clock.instant(), SWEPT).forEach((request) -> {
			if (this.requests.lock(request).state() == RequestState.UNVERIFIED) {
				expire(request, "code-not-used-in-time");
			}
			else {
				settle(request);
			}
		});
	}

	private void expire(UUID request, String reason) {
		settle(request);
		this.moves.close(request, RequestState.EXPIRED, "hub",
				Map.of("state", RequestState.EXPIRED.label(), "reason", reason));
	}

	private void settle(UUID request) {
		this.jdbc.sql("update confirmation set due = null where id = ?").param(request).update();
	}

	private Optional<Waiting> waiting(UUID request) {
		return this.jdbc
			.sql("select sender, token, code, attempts, due from confirmation where id = ? and due is not null")
			.param(request)
			.query((row, number) -> new Waiting(row.getString("sender"), row.getString("token"), row.getString("code"),
					row.getInt("attempts"), Timestamps.read(row, "due")))
			.optional();
	}

	private String sender(ReceivedMail mail) {
		return this.digest.of("sender " + mail.tenant() + " " + mail.from());
	}

	/**
	 * What a person is asked for.
	 *
	 * @param token the thread's name
	 */
	record Asking(String token, String code, Instant until) {
	}

	/**
	 * What a reply was.
	 *
	 * @param left how many replies without the code may still come
	 * @param token the thread's name, where the reply is answered
	 */
	record Reply(Verdict verdict, int left, String token) {
	}

	enum Verdict {

		CONFIRMED, WRONG, TOO_LATE, NOT_WAITING, ANOTHER_SENDER

	}

	private record Waiting(String sender, String token, String code, int attempts, Instant due) {
	}

}
