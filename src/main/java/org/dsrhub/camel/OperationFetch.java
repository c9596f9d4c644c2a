package org.dsrhub.camel;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.dsrhub.operation.Operating;
import org.dsrhub.operation.Report;
import org.dsrhub.operation.Turn;
import org.dsrhub.task.CallRates;
import org.dsrhub.task.Circuits;
import org.dsrhub.task.Collection;

/**
 * One call about an operation. It is no record: what it holds may be an address by which
 * anybody can write, which must not stand in any text.
 */
final class OperationFetch implements CollectionCall {

	private final Collection collection;

	private final Turn turn;

	private final Operating operating;

	private final CallRates rates;

	private final Circuits circuits;

	OperationFetch(Collection collection, Turn turn, Operating operating, CallRates rates, Circuits circuits) {
		this.collection = collection;
		this.turn = turn;
		this.operating = operating;
		this.rates = rates;
		this.circuits = circuits;
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
	public Collection collection() {
		return this.collection;
	}

	@Override
	public CallRates rates() {
		return this.rates;
	}

	@Override
	public Circuits circuits() {
		return this.circuits;
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

}
