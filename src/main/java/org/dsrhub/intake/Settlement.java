package org.dsrhub.intake;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

import org.dsrhub.intake.TakenFiles.TakenFile;
import org.springframework.stereotype.Component;

/**
 * Moves a file away once each of its rows was taken, with the report of what was bad. Can
 * be repeated from any point at which it broke off.
 */
@Component
class Settlement {

	private static final int LONGEST_NAME = 180;

	private final TakenFiles files;

	Settlement(TakenFiles files) {
		this.files = files;
	}

	/**
	 * Whether the file had been moved before the hub could say so.
	 */
	boolean moved(Path folder, TakenFile taken) {
		return taken.target() != null && Files.exists(folder.resolve(taken.target()));
	}

	/**
	 * Moves the file that was read; another one that has taken its place meanwhile stays
	 * there, or is put back, to be read.
	 * @param read what was read
	 * @return where it is now, below its folder; empty if it was gone
	 */
	Optional<String> settle(Path file, TakenFile taken, Version read) throws IOException {
		Optional<String> target = Version.of(file).equals(read) ? move(file, taken, read) : Optional.empty();
		this.files.settle(taken.id());
		return target;
	}

	private Optional<String> move(Path file, TakenFile taken, Version read) throws IOException {
		Path folder = file.getParent();
		boolean bad = this.files.bad(taken.id()) > 0;
		Path place = Inbox.folder(folder.resolve(bad ? ".rejected" : ".done"));
		String target = (taken.target() != null) ? taken.target()
				: this.files.aim(taken.id(), folder.relativize(free(place, file.getFileName().toString())).toString());
		this.files.hold(taken.id());
		Path moved = folder.resolve(target);
		Path report = folder.resolve(target + ".errors.json");
		if (bad) {
			report(taken.id(), report);
		}
		Files.move(file, moved, StandardCopyOption.ATOMIC_MOVE);
		if (!Version.of(moved).equals(read)) {
			putBack(moved, file);
			Files.deleteIfExists(report);
			return Optional.empty();
		}
		keep(place);
		return Optional.of(target);
	}

	/**
	 * Never over what has been dropped under this name since.
	 */
	static void putBack(Path moved, Path file) throws IOException {
		for (Path place = file;; place = free(file.getParent(), file.getFileName().toString())) {
			try {
				Files.move(moved, place);
				return;
			}
			catch (FileAlreadyExistsException ex) {
				// Dropped there a moment ago; the next free name will do.
			}
		}
	}

	private static Path free(Path place, String name) {
		int dot = name.lastIndexOf('.');
		// Room for a number and the report's ending: file systems end names at 255 bytes.
		String stem = shortened(name.substring(0, dot));
		String ending = name.substring(dot);
		Path free = place.resolve(stem + ending);
		for (int i = 2; Files.exists(free) || Files.exists(place.resolve(free.getFileName() + ".errors.json")); i++) {
			free = place.resolve(stem + "." + i + ending);
		}
		return free;
	}

	private static String shortened(String stem) {
		String shorter = stem;
		while (shorter.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
			shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
		}
		return shorter;
	}

	private void report(UUID file, Path report) throws IOException {
		Path temporary = report.resolveSibling("." + file + ".errors.json");
		try (BufferedWriter writer = Files.newBufferedWriter(temporary)) {
			writer.write('[');
			String[] between = { "\n" };
			this.files.errors(file, (errors) -> {
				try {
					writer.write(between[0] + errors.substring(1, errors.length() - 1));
					between[0] = ",\n";
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			writer.write("\n]\n");
		}
		keep(temporary);
		Files.move(temporary, report, StandardCopyOption.ATOMIC_MOVE);
	}

	private static void keep(Path path) throws IOException {
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

}
