package org.dsrhub.camel;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dsrhub.operation.Operating;
import org.dsrhub.operation.Report;
import org.dsrhub.operation.Turn;
import org.dsrhub.source.Page;
import org.dsrhub.task.CallRates;
import org.dsrhub.task.Collection;
import org.dsrhub.tenant.Tenant;

/**
 * One call about an operation. It is no record: what it holds may be an address by which
 * anybody can write, which must not stand in any text.
 */
final class OperationFetch implements Fetch {

	private final Collection collection;

	private final Turn turn;

	private final Operating operating;

	private final CallRates rates;

	OperationFetch(Collection collection, Turn turn, Operating operating, CallRates rates) {
		this.collection = collection;
		this.turn = turn;
		this.operating = operating;
		this.rates = rates;
	}

	/**
	 * The service has begun.
	 * @param address where the operation is asked for, or null
	 * @param wish when it wants to be asked first, or null
	 */
	void begun(String address, Instant wish) {
		this.operating.begun(this.collection, this.turn, address, wish);
	}

	/**
	 * The service said how far it is.
	 */
	void answered(Report report) {
		this.operating.answered(this.collection, this.turn, report);
	}

	@Override
	public Tenant tenant() {
		return this.collection.tenant();
	}

	@Override
	public String source() {
		return this.collection.source().source();
	}

	@Override
	public String link() {
		return null;
	}

	/**
	 * The address that the service named for its operation.
	 */
	String address() {
		return this.turn.address();
	}

	@Override
	public Map<String, String> values() {
		Map<String, String> values = new LinkedHashMap<>(this.turn.values());
		this.collection.entry().ifPresent((entry) -> values.put("objectId", entry));
		return values;
	}

	@Override
	public Map<String, List<String>> identifiers() {
		return CollectSteps.identifiers(this.collection);
	}

	@Override
	public boolean deleted() {
		return false;
	}

	@Override
	public boolean renew() {
		return this.collection.renew();
	}

	@Override
	public void turn() {
		CollectSteps.await(this.collection, this.rates);
	}

	@Override
	public void take(Page page, String url) {
		throw new UnsupportedOperationException("an operation has no pages");
	}

	@Override
	public void absent() {
		throw new UnsupportedOperationException("an operation is no entry");
	}

}
