package org.dsrhub.benchmark;

import java.time.Duration;
import java.util.List;

/**
 * What was measured of a contestant.
 *
 * @param java the version of its JDK
 * @param name the contestant's
 * @param time from the drop of the file to the last result
 * @param cpu the processor time that it used meanwhile
 * @param vendorCpu the processor time that the vendor used meanwhile
 * @param calls how many calls the vendor counted meanwhile
 * @param packageBytes the size of one package
 * @param peakHeap the most heap that was in use, in MB
 */
record Figures(String java, String name, int requests, Duration time, Duration cpu, Duration vendorCpu, long calls,
		long packageBytes, long peakHeap) {

	static final String HEAD = "JDK  contestant  requests/s  hub/it  CPU ms/request  vendor's  calls/request  package KB  peak heap MB";

	/**
	 * Its line in the table.
	 * @param all where the hub is that it is compared with, if it was measured
	 */
	String line(List<Figures> all) {
		String ratio = all.stream()
			.filter((one) -> one.name.equals("hub") && one.java.equals(this.java))
			.map((hub) -> "%.2f".formatted(hub.rate() / rate()))
			.findFirst()
			.orElse("-");
		return "%3s  %-10s  %10.1f  %6s  %14.2f  %8.2f  %13.2f  %10.1f  %12d".formatted(this.java, this.name, rate(),
				ratio, this.cpu.toMillis() / (double) this.requests, this.vendorCpu.toMillis() / (double) this.requests,
				callsARequest(), this.packageBytes / 1000.0, this.peakHeap);
	}

	double callsARequest() {
		return this.calls / (double) this.requests;
	}

	private double rate() {
		return this.requests * 1000.0 / this.time.toMillis();
	}

}
