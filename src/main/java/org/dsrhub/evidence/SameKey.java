package org.dsrhub.evidence;

import java.util.List;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.database.Transactions;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Holds the ledger to the key of digests that it was begun with: under another one no
 * request that is filed again would be known, and no staging of another node be found.
 */
@Component
class SameKey implements InitializingBean {

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final Digest digest;

	private final HubProperties hub;

	SameKey(JdbcClient jdbc, Transactions transactions, Digest digest, HubProperties hub) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.digest = digest;
		this.hub = hub;
	}

	/**
	 * Compares the keys.
	 * @throws InvalidConfiguration if the ledger was begun with another one
	 */
	@Override
	public void afterPropertiesSet() {
		String proof = this.digest.of("digest.key");
		String begun = this.transactions.run(() -> {
			List<String> proofs = this.jdbc.sql("select proof from digest_key").query(String.class).list();
			if (proofs.isEmpty()) {
				this.jdbc.sql("insert into digest_key (proof) values (?)").param(proof).update();
			}
			return proofs.isEmpty() ? proof : proofs.get(0);
		});
		if (!begun.equals(proof)) {
			throw new InvalidConfiguration(this.hub.data(),
					List.of("digest.key is not the one that this ledger was begun with; put that one back, "
							+ "and let all nodes of one ledger share one hub.data"));
		}
	}

}
