package org.dsrhub.camel;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The rows that exchanges of this node are working on just now.
 *
 * @param <W> how a claimed row is named
 */
class HeldWork<W> {

	private final Set<W> works = ConcurrentHashMap.newKeySet();

	/**
	 * Remembers a row until the exchange is done, however it ends.
	 */
	void hold(Exchange exchange, W work) {
		this.works.add(work);
		exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
			@Override
			public boolean allowHandover() {
				// A nudge to another queue must not carry this away.
				return false;
			}

			@Override
			public void onDone(Exchange done) {
				HeldWork.this.works.remove(work);
			}
		});
	}

	/**
	 * Remembers rows from the moment they are claimed.
	 */
	List<W> claimed(List<W> claimed) {
		this.works.addAll(claimed);
		return claimed;
	}

	List<W> all() {
		return List.copyOf(this.works);
	}

}
