package org.dsrhub.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a floor is told when it is started.
 *
 * @param folder its inbox, outbox and data
 * @param workers how many requests are worked on at once
 */
record FloorTask(Path folder, FloorCalls calls, FloorRows rows, int workers) {

	/**
	 * Arguments for one.
	 */
	static List<String> arguments(Path folder, VendorProcess vendor, int workers, boolean rows) {
		return List.of(folder.toString(), vendor.services(), vendor.login(), vendor.ca().toString(),
				Integer.toString(workers), rows ? "rows" : "no-rows");
	}

	/**
	 * Reads them, and the file {@code calls} in the folder.
	 */
	static FloorTask of(String[] args) throws Exception {
		Path folder = Path.of(args[0]);
		FloorCalls calls = new FloorCalls(args[1], args[2], Path.of(args[3]),
				Files.readAllLines(folder.resolve("calls")));
		FloorRows rows = args[5].equals("rows") ? new FloorLedger(folder.resolve("data/ledger")) : FloorRows.NONE;
		return new FloorTask(folder, calls, rows, Integer.parseInt(args[4]));
	}

}
