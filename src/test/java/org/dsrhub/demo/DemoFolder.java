package org.dsrhub.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The demo's folder, held for one demo at a time and empty at its beginning.
 */
final class DemoFolder implements AutoCloseable {

	private final Path path;

	private final FileChannel lock;

	private DemoFolder(Path path, FileChannel lock) {
		this.path = path;
		this.lock = lock;
	}

	/**
	 * Takes the folder and removes what a demo before left in it.
	 * @throws InUse if another demo runs there
	 */
	static DemoFolder claim(Path folder) throws IOException {
		Files.createDirectories(folder.toAbsolutePath().getParent());
		FileChannel lock = FileChannel.open(folder.resolveSibling(folder.getFileName() + ".lock"),
				StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		FileLock held = lock.tryLock();
		if (held == null) {
			lock.close();
			throw new InUse(
					"Another demo runs in %s. End it with Ctrl-C, then start this one again.".formatted(folder));
		}
		remove(folder);
		Files.createDirectories(folder);
		return new DemoFolder(folder, lock);
	}

	Path path() {
		return this.path;
	}

	@Override
	public void close() throws IOException {
		this.lock.close();
	}

	/**
	 * The port wished for, or another one if that is taken.
	 */
	static int freePort(int wish) throws IOException {
		try (ServerSocket socket = new ServerSocket(wish, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			if (wish == 0) {
				throw ex;
			}
			return freePort(0);
		}
	}

	private static void remove(Path folder) throws IOException {
		if (Files.exists(folder)) {
			try (Stream<Path> paths = Files.walk(folder)) {
				List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
				for (Path path : deepestFirst) {
					Files.delete(path);
				}
			}
		}
	}

	/**
	 * Two demos in one folder would take each other's ledger away.
	 */
	static final class InUse extends IOException {

		private static final long serialVersionUID = 1L;

		InUse(String message) {
			super(message);
		}

	}

}
