package org.dsrhub.request;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.dsrhub.Workshop;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.Digest;
import org.dsrhub.evidence.EvidenceLog;

/**
 * The beans of this room, made by hand for tests.
 */
public final class RequestRoom {

	private RequestRoom() {
	}

	public static RequestReader reader(Workshop shop, Clock clock) {
		return new RequestReader(shop.tenants(), shop.catalogue(), clock);
	}

	public static Registrar registrar(Workshop shop) {
		try {
			return new Registrar(shop.jdbc(), new Transactions(shop.transactions()),
					new EvidenceLog(shop.jdbc(), shop.clock()), new Fingerprint(new Digest(shop.hub())), subjects(shop),
					shop.tenants(), shop.clock(), (event) -> {
					});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static IdentifierRemoval removal(Workshop shop) {
		try {
			Digest digest = new Digest(shop.hub());
			return new IdentifierRemoval(shop.jdbc(), requests(shop), new SubjectDigests(digest), digest, json());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static SubjectDigests digests(Workshop shop) {
		try {
			return new SubjectDigests(new Digest(shop.hub()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RequestSubjects subjects(Workshop shop) throws IOException {
		return new RequestSubjects(shop.database(), new Transactions(shop.transactions()),
				new SubjectDigests(new Digest(shop.hub())), new ObjectMapper());
	}

	public static Requests requests(Workshop shop) {
		return new Requests(shop.jdbc(), json(), shop.clock());
	}

	public static RequestMoves moves(Workshop shop) {
		return new RequestMoves(shop.jdbc(), requests(shop), new EvidenceLog(shop.jdbc(), shop.clock()), json(),
				shop.clock(), (event) -> {
				});
	}

	private static ObjectMapper json() {
		return new ObjectMapper().registerModule(new JavaTimeModule());
	}

	/**
	 * Bounds that no test reaches.
	 */
	public static OpenRequests open(Workshop shop) {
		return open(shop, shop.clock(), Integer.MAX_VALUE);
	}

	public static OpenRequests open(Workshop shop, Clock clock, int bound) {
		return new OpenRequests(shop.jdbc(), shop.tenants(), new OpenProperties(bound),
				() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()));
	}

	static Decisions decisions(Workshop shop) {
		try {
			return new Decisions(shop.jdbc(), requests(shop), moves(shop), shop.tenants(),
					new EvidenceLog(shop.jdbc(), shop.clock()), new Digest(shop.hub()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
