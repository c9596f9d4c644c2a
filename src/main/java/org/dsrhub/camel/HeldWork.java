package org.dsrhub.camel;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

import org.apache.camel.Exchange;
import org.dsrhub.node.Drain;
import org.dsrhub.node.Held;
import org.dsrhub.request.LeaseLost;

/**
 * The rows that exchanges of this node are working on just now.
 *
 * @param <W> how a claimed row is named
 */
abstract class HeldWork<W> implements Held {

	private final Set<W> works = ConcurrentHashMap.newKeySet();

	/** Those whose exchanges ended when nothing might go on any more. */
	private final Set<W> left = ConcurrentHashMap.newKeySet();

	private final AtomicInteger claims = new AtomicInteger();

	private final Drain drain;

	private final IntFunction<List<W>> claim;

	private final Consumer<Collection<W>> renew;

	private final ToIntFunction<Collection<W>> back;

	/**
	 * @param claim claims rows of the ledger, told how many are held already
	 * @param renew holds rows for as long again
	 * @param back gives rows back and says how many of them were still held
	 */
	HeldWork(Drain drain, IntFunction<List<W>> claim, Consumer<Collection<W>> renew,
			ToIntFunction<Collection<W>> back) {
		this.drain = drain;
		this.claim = claim;
		this.renew = renew;
		this.back = back;
	}

	/**
	 * Remembers a row until the exchange is done, however it ends. Sets the variable
	 * {@code work}.
	 * @throws LeaseLost if this node is ending
	 */
	void hold(Exchange exchange, W work) {
		exchange.setVariable("work", work);
		this.works.add(work);
		WhenDone.run(exchange, () -> {
			if (this.drain.over()) {
				this.left.add(work);
			}
			this.works.remove(work);
		});
		if (this.drain.over()) {
			throw new LeaseLost("this node ends");
		}
	}

	/**
	 * Forgets a row whose step is written down, so that its place counts as free before
	 * the exchange tells that it is.
	 */
	void finished(W work) {
		this.works.remove(work);
	}

	/**
	 * Claims rows and remembers them; none once this node leaves. It is claiming from
	 * before it looks whether it leaves until the rows are remembered, so that a drain
	 * misses none.
	 */
	List<W> claim() {
		this.claims.incrementAndGet();
		try {
			if (this.drain.begun()) {
				return List.of();
			}
			List<W> claimed = this.claim.apply(this.works.size());
			this.works.addAll(claimed);
			return claimed;
		}
		finally {
			this.claims.decrementAndGet();
		}
	}

	/**
	 * Keeps what is held from running out.
	 */
	void renew() {
		this.renew.accept(List.copyOf(this.works));
	}

	@Override
	public int held() {
		return this.works.size();
	}

	@Override
	public boolean claiming() {
		return this.claims.get() > 0;
	}

	/**
	 * What somebody still works on keeps its lease.
	 */
	@Override
	public int handBack() {
		return this.left.isEmpty() ? 0 : this.back.applyAsInt(List.copyOf(this.left));
	}

}
