package org.dsrhub.intake;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.Digest;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The same call sent again, because its answer was lost, gets the same receipt: one key
 * of one caller stands for one body in one tenant.
 */
@Component
class IdempotencyKeys {

	private static final int TRIES = 3;

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	private final Digest digest;

	private final Clock clock;

	IdempotencyKeys(JdbcClient jdbc, PlatformTransactionManager transactions, Digest digest, Clock clock) {
		this.jdbc = jdbc;
		this.transaction = new TransactionTemplate(transactions);
		this.digest = digest;
		this.clock = clock;
	}

	/**
	 * Files once.
	 * @param filing files and returns the receipt; joins the transaction that keeps the
	 * key, so that neither is without the other
	 * @throws InvalidRequest if the key is malformed or stands for another body
	 */
	UUID once(Key key, byte[] body, Supplier<UUID> filing) {
		if (!key.given().matches("[!-~]{1,200}")) {
			throw new InvalidRequest(
					List.of(new FieldError("Idempotency-Key", "must be 1 to 200 visible ASCII characters")));
		}
		String bodyDigest = this.digest.of(new String(body, StandardCharsets.ISO_8859_1));
		for (int tries = 1;; tries++) {
			try {
				return this.transaction.execute((status) -> find(key, bodyDigest).orElseGet(() -> {
					UUID receipt = filing.get();
					keep(key, bodyDigest, receipt);
					return receipt;
				}));
			}
			catch (DuplicateKeyException | ConcurrencyFailureException | UnexpectedRollbackException ex) {
				// The same call is being served beside this one, and was first.
				if (tries == TRIES) {
					throw ex;
				}
			}
		}
	}

	private Optional<UUID> find(Key key, String bodyDigest) {
		Optional<Kept> kept = this.jdbc
			.sql("select body_sha256 as body, receipt from filing_key "
					+ "where tenant = ? and caller = ? and idempotency = ?")
			.params(key.tenant(), key.caller(), key.given())
			.query(Kept.class)
			.optional();
		if (kept.isPresent() && !kept.get().body().equals(bodyDigest)) {
			throw new InvalidRequest(List
				.of(new FieldError("Idempotency-Key", "was used before with another body; use another key for it")));
		}
		return kept.map(Kept::receipt);
	}

	private void keep(Key key, String bodyDigest, UUID receipt) {
		this.jdbc
			.sql("insert into filing_key (tenant, caller, idempotency, body_sha256, receipt, at) "
					+ "values (?, ?, ?, ?, ?, ?)")
			.params(key.tenant(), key.caller(), key.given(), bodyDigest, receipt, Timestamps.of(this.clock.instant()))
			.update();
	}

	/**
	 * What a call is known by when it comes again.
	 *
	 * @param given the header Idempotency-Key
	 */
	record Key(String tenant, String caller, String given) {
	}

	record Kept(String body, UUID receipt) {
	}

}
