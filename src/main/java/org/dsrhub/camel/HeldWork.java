package org.dsrhub.camel;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.dsrhub.node.Drain;
import org.dsrhub.request.LeaseLost;

/**
 * The rows that exchanges of this node are working on just now.
 *
 * @param <W> how a claimed row is named
 */
class HeldWork<W> {

	private final Set<W> works = ConcurrentHashMap.newKeySet();

	/** Those whose exchanges ended when nothing might go on any more. */
	private final Set<W> left = ConcurrentHashMap.newKeySet();

	private final AtomicInteger claims = new AtomicInteger();

	private final Drain drain;

	HeldWork(Drain drain) {
		this.drain = drain;
	}

	/**
	 * Remembers a row until the exchange is done, however it ends.
	 * @throws LeaseLost if this node is ending
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
				if (HeldWork.this.drain.over()) {
					HeldWork.this.left.add(work);
				}
				HeldWork.this.works.remove(work);
			}
		});
		if (this.drain.over()) {
			throw new LeaseLost("this node ends");
		}
	}

	/**
	 * Claims rows and remembers them; none once this node leaves. It is claiming from
	 * before it looks whether it leaves until the rows are remembered, so that a drain
	 * misses none.
	 * @param ledger claims, told how many rows are held already
	 */
	List<W> claim(IntFunction<List<W>> ledger) {
		this.claims.incrementAndGet();
		try {
			if (this.drain.begun()) {
				return List.of();
			}
			List<W> claimed = ledger.apply(this.works.size());
			this.works.addAll(claimed);
			return claimed;
		}
		finally {
			this.claims.decrementAndGet();
		}
	}

	boolean claiming() {
		return this.claims.get() > 0;
	}

	List<W> all() {
		return List.copyOf(this.works);
	}

	/**
	 * Gives back what nobody works on any more; what somebody still does keeps its lease.
	 */
	int handBack(ToIntFunction<Collection<W>> ledger) {
		return this.left.isEmpty() ? 0 : ledger.applyAsInt(List.copyOf(this.left));
	}

}
