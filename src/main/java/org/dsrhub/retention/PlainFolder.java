package org.dsrhub.retention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A folder of which only the plain files directly in it are looked at: no folder is
 * entered, and no link followed, neither in it nor on the way to it.
 *
 * @param root where the operator's word ends, who may have made it a link
 * @param steps from there to the folder
 */
record PlainFolder(Path root, List<String> steps) {

	private static final int CHUNK = 500;

	PlainFolder(Path root, String... steps) {
		this(root, List.of(steps));
	}

	/**
	 * The names of the files, in lists of some; none if there is no such folder. To be
	 * closed.
	 */
	Stream<List<String>> names() {
		if (!there()) {
			return Stream.empty();
		}
		try {
			DirectoryStream<Path> files = Files.newDirectoryStream(path(),
					(file) -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
			return StreamSupport
				.stream(Spliterators.spliteratorUnknownSize(new Chunks(files.iterator()), Spliterator.ORDERED), false)
				.onClose(() -> close(files));
		}
		catch (IOException ex) {
			throw fault(ex);
		}
	}

	boolean has(String file) {
		return there() && Files.isRegularFile(path(file), LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * How large a file is; 0 if it is not there.
	 */
	long bytes(String file) {
		try {
			return has(file) ? Files.size(path(file)) : 0;
		}
		catch (IOException ex) {
			throw fault(ex);
		}
	}

	/**
	 * When a file was last written; the end of time if it is not there.
	 */
	Instant written(String file) {
		try {
			return has(file) ? Files.getLastModifiedTime(path(file), LinkOption.NOFOLLOW_LINKS).toInstant()
					: Instant.MAX;
		}
		catch (IOException ex) {
			throw fault(ex);
		}
	}

	/**
	 * Deletes a file.
	 * @return whether it was there
	 */
	boolean delete(String file) {
		try {
			return has(file) && Files.deleteIfExists(path(file));
		}
		catch (IOException ex) {
			throw fault(ex);
		}
	}

	private boolean there() {
		Path path = this.root;
		for (String step : this.steps) {
			path = path.resolve(step);
			if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
				return false;
			}
		}
		return true;
	}

	private Path path() {
		return this.root.resolve(String.join("/", this.steps));
	}

	private Path path(String file) {
		if (file.contains("/") || file.equals("..") || file.equals(".") || file.isEmpty()) {
			throw new IllegalArgumentException("this names no file directly in " + path());
		}
		return path().resolve(file);
	}

	private UncheckedIOException fault(IOException cause) {
		return new UncheckedIOException(
				"the folder %s cannot be read or written; make it the hub's account's".formatted(path()), cause);
	}

	private static void close(DirectoryStream<Path> files) {
		try {
			files.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Chunks(Iterator<Path> files) implements Iterator<List<String>> {

		@Override
		public boolean hasNext() {
			return this.files.hasNext();
		}

		@Override
		public List<String> next() {
			List<String> chunk = new ArrayList<>();
			do {
				chunk.add(this.files.next().getFileName().toString());
			}
			while (this.files.hasNext() && chunk.size() < CHUNK);
			return chunk;
		}

	}

}
