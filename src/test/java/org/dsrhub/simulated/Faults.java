package org.dsrhub.simulated;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The faults a server has been told to show, tried in the order they were scripted:
 * {@code faults().on("/alerts").times(2).throttle("1")}. Thread-safe.
 */
public final class Faults {

	private final List<Scripted> scripted = new CopyOnWriteArrayList<>();

	Faults() {
	}

	/**
	 * @param fragment part of {@link Call#line()}: of the path ({@code /alerts}), of the
	 * query ({@code $skiptoken}) or with the method ({@code DELETE /v1.0/users})
	 * @return a fault that shows once unless told otherwise
	 */
	public FaultScript on(String fragment) {
		return new FaultScript(this, fragment);
	}

	public void clear() {
		this.scripted.clear();
	}

	void add(String fragment, int skipped, int times, Fault fault) {
		this.scripted.add(new Scripted(fragment, new AtomicInteger(-skipped), times, fault));
	}

	/**
	 * The fault for this call; a call without one is answered as usual.
	 */
	Fault next(Call call) {
		String line = call.line();
		return this.scripted.stream()
			.filter((candidate) -> line.contains(candidate.fragment()) && candidate.due())
			.map(Scripted::fault)
			.findFirst()
			.orElse((exchange) -> exchange.send(exchange.usual()));
	}

	private record Scripted(String fragment, AtomicInteger seen, int times, Fault fault) {

		boolean due() {
			int turn = this.seen.getAndUpdate((count) -> Math.min(count + 1, this.times));
			return turn >= 0 && turn < this.times;
		}

	}

}
