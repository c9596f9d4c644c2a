package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A plain Java program that does for a request what the hub does and no more: the same
 * calls, the same files brought to the disk in the same order, and, as floor B, the same
 * rows in the same database. No framework, no configuration, no third parties' data taken
 * out, no retry.
 */
final class Floor {

	private static final int BATCH = 100;

	private final Path folder;

	private final FloorCalls calls;

	private final FloorFiles files;

	private final FloorRows rows;

	private final ExecutorService workers;

	private Floor(Path folder, FloorCalls calls, FloorRows rows, int workers) throws IOException {
		this.folder = folder;
		this.calls = calls;
		this.files = new FloorFiles(folder);
		this.rows = rows;
		this.workers = Executors.newFixedThreadPool(workers);
	}

	/**
	 * Arguments: the folder with the file {@code calls}, the vendor's services, its login
	 * and CA, how many requests are worked on at once, and {@code rows} or
	 * {@code no-rows}.
	 */
	public static void main(String[] args) throws Exception {
		Path folder = Path.of(args[0]);
		List<String> calls = Files.readAllLines(folder.resolve("calls"));
		FloorRows rows = args[5].equals("rows") ? new FloorLedger(folder.resolve("data/ledger")) : FloorRows.NONE;
		Floor floor = new Floor(folder, new FloorCalls(args[1], args[2], Path.of(args[3]), calls), rows,
				Integer.parseInt(args[4]));
		System.out.println("event=ready");
		floor.serve(Files.createDirectories(folder.resolve("inbox/contoso")));
	}

	private void serve(Path inbox) throws IOException, InterruptedException {
		Path done = Files.createDirectories(inbox.resolve(".done"));
		while (true) {
			for (Path file : files(inbox)) {
				take(file);
				Files.move(file, done.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
				FloorFiles.sync(done);
			}
			Thread.sleep(50);
		}
	}

	private static List<Path> files(Path inbox) throws IOException {
		try (Stream<Path> files = Files.list(inbox)) {
			return files.filter((file) -> file.toString().endsWith(".csv")).toList();
		}
	}

	private void take(Path file) throws IOException {
		List<FloorRequest> batch = new ArrayList<>();
		this.rows.begin(file.getFileName().toString());
		for (String line : Files.readAllLines(file)) {
			if (!line.startsWith("reference,")) {
				batch.add(FloorRequest.of(line));
			}
			if (batch.size() == BATCH) {
				hand(batch);
			}
		}
		hand(batch);
		this.rows.settle();
	}

	private void hand(List<FloorRequest> batch) {
		this.rows.registered(batch);
		batch.forEach((request) -> this.workers.execute(() -> fulfil(request)));
		batch.clear();
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
