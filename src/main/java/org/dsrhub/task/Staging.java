package org.dsrhub.task;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import org.dsrhub.configuration.DiskFault;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.record.SourceRecord;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Where found records wait for their package: {@code data/staging/<tenant>/<request>/},
 * readable by the hub's account alone, gone once the package is verified.
 */
@Component
public class Staging {

	private static final FileAttribute<?> PRIVATE_FOLDER = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	private static final FileAttribute<?> PRIVATE_FILE = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

	private static final Set<StandardOpenOption> WRITE = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE,
			StandardOpenOption.TRUNCATE_EXISTING);

	private final Path root;

	private final ObjectWriter json;

	public Staging(HubProperties hub, ObjectMapper json) throws IOException {
		this.root = hub.data().resolve("staging");
		this.json = json.writerFor(SourceRecord.class);
		Files.createDirectories(this.root.getParent(), PRIVATE_FOLDER);
		Files.createDirectories(this.root, PRIVATE_FOLDER);
	}

	/**
	 * The folders of all requests: {@code <tenant>/<request>}.
	 */
	public List<Path> folders() {
		try (Stream<Path> folders = Files.find(this.root, 2, (path, file) -> file.isDirectory()
				&& path.getFileName().toString().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))) {
			return folders.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A new file for what is on its way out.
	 */
	public Path temporary() throws IOException {
		return Files.createFile(this.root.resolve("." + UUID.randomUUID()), PRIVATE_FILE);
	}

	/**
	 * Removes what was on its way out before a time and is still here.
	 */
	void deleteTemporary(Instant before) {
		try (Stream<Path> left = Files.find(this.root, 1,
				(path, file) -> file.isRegularFile() && path.getFileName().toString().startsWith(".")
						&& file.lastModifiedTime().toInstant().isBefore(before))) {
			for (Path file : left.toList()) {
				Files.deleteIfExists(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The folder of one request; made if it is not there.
	 */
	public Path folder(String tenant, UUID request) {
		try {
			return Files.createDirectories(this.root.resolve(tenant).resolve(request.toString()), PRIVATE_FOLDER);
		}
		catch (IOException ex) {
			throw fault(ex);
		}
	}

	/**
	 * The file of one attempt at one source.
	 */
	public Path file(String tenant, UUID request, String source, int attempt) {
		return folder(tenant, request).resolve(source + "." + attempt + ".ndjson");
	}

	/**
	 * The file of what a person released of a source.
	 */
	Path released(String tenant, UUID request, String source) {
		return folder(tenant, request).resolve(source + ".released.ndjson");
	}

	/**
	 * Keeps a copy of a file that came from outside; the same again takes its place.
	 * @param name plain, and the hub's own
	 * @throws DiskFault if it cannot be kept
	 */
	public Path keep(String tenant, UUID request, String name, InputStream content) {
		Path file = folder(tenant, request).resolve(name);
		try (FileChannel channel = FileChannel.open(file, WRITE, PRIVATE_FILE)) {
			content.transferTo(Channels.newOutputStream(channel));
			channel.force(true);
			return file;
		}
		catch (IOException ex) {
			throw fault(ex);
		}
	}

	/**
	 * Opens a file for text.
	 */
	BufferedWriter write(Path file) throws IOException {
		return new BufferedWriter(
				Channels.newWriter(FileChannel.open(file, WRITE, PRIVATE_FILE), StandardCharsets.UTF_8));
	}

	/**
	 * Opens an attempt's file for writing.
	 */
	Writer open(Path file) {
		try {
			return new Writer(FileChannel.open(file, WRITE, PRIVATE_FILE));
		}
		catch (IOException ex) {
			throw fault(ex);
		}
	}

	/**
	 * What it means that staging cannot be written.
	 */
	DiskFault fault(IOException cause) {
		return DiskFault.of(this.root, cause);
	}

	/**
	 * Removes everything staged for a request. What vanishes meanwhile is being removed
	 * by somebody else: who clears away what is left, or another node.
	 */
	public void delete(String tenant, UUID request) {
		try {
			FileSystemUtils.deleteRecursively(this.root.resolve(tenant).resolve(request.toString()));
		}
		catch (NoSuchFileException ex) {
			// What was left of it goes with the next sweep.
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Writes records, one JSON document a line. Its methods throw {@link DiskFault}.
	 */
	final class Writer implements AutoCloseable {

		private final FileChannel channel;

		private final java.io.OutputStream out;

		private Writer(FileChannel channel) {
			this.channel = channel;
			this.out = new java.io.BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
		}

		void write(SourceRecord item) {
			try {
				this.out.write(Staging.this.json.writeValueAsBytes(item));
				this.out.write('\n');
			}
			catch (IOException ex) {
				throw fault(ex);
			}
		}

		/**
		 * Brings what was written to the disk.
		 * @return how many bytes the file now has
		 */
		long commit() {
			try {
				this.out.flush();
				this.channel.force(false);
				return this.channel.position();
			}
			catch (IOException ex) {
				throw fault(ex);
			}
		}

		/**
		 * What was not committed is given up.
		 */
		@Override
		public void close() throws IOException {
			this.channel.close();
		}

	}

}
