package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A floor's inbox: registers the requests of each file in batches, hands them on, and
 * moves the file away.
 *
 * @param folder where the inbox is
 * @param requests whoever fulfils them
 */
record FloorInbox(Path folder, FloorRows rows, Consumer<FloorRequest> requests) {

	private static final int BATCH = 100;

	/**
	 * Serves for ever.
	 */
	void serve() throws IOException, InterruptedException {
		Path inbox = Files.createDirectories(this.folder.resolve("inbox").resolve(Contestant.TENANT));
		Path done = Files.createDirectories(inbox.resolve(".done"));
		System.out.println("event=ready");
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
		batch.forEach(this.requests);
		batch.clear();
	}

}
