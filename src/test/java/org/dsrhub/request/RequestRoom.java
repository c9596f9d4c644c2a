package org.dsrhub.request;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

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
					new EvidenceLog(shop.jdbc(), shop.clock()), new Fingerprint(new Digest(shop.hub())), shop.tenants(),
					shop.clock(), (event) -> {
					});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
