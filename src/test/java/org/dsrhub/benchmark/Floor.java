package org.dsrhub.benchmark;

import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * A plain Java program that does for a request what the hub does and no more: the same
 * calls, the same files brought to the disk in the same order, and, as floor B, the same
 * rows in the same database. No framework, no configuration, no third parties' data taken
 * out, no retry.
 */
final class Floor {

	private final FloorCalls calls;

	private final FloorFiles files;

	private final FloorRows rows;

	private Floor(FloorCalls calls, FloorFiles files, FloorRows rows) {
		this.calls = calls;
		this.files = files;
		this.rows = rows;
	}

	public static void main(String[] args) throws Exception {
		FloorTask task = FloorTask.of(args);
		Path folder = task.folder();
		Floor floor = new Floor(task.calls(), new FloorFiles(folder), task.rows());
		Executor workers = Executors.newFixedThreadPool(task.workers());
		new FloorInbox(folder, floor.rows, (request) -> workers.execute(() -> floor.fulfil(request))).serve();
	}

	private void fulfil(FloorRequest request) {
		try {
			this.files.outbox(request, request.receipt());
			request.identified(this.calls.identify());
			this.rows.planned(request);
			for (FloorSource source : FloorSource.ALL) {
				request.found(source, this.files.stage(request, source, this.calls.records(source, request)));
			}
			this.rows.collected(request);
			request.packaged(this.files.pack(request));
			this.rows.closed(request);
			this.files.removeStaging(request);
			this.files.outbox(request, request.result());
		}
		catch (Exception ex) {
			ex.printStackTrace();
			System.exit(1);
		}
	}

}
