package org.dsrhub.notice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import org.dsrhub.configuration.HubProperties;
import org.springframework.stereotype.Component;

/**
 * The files of the outbox folders, {@code <tenant>/<name>.json}: each is replaced in one
 * move, so that nobody reads half of it, and survives a power cut.
 */
@Component
class OutboxFiles {

	private final DocumentJson json;

	private final Path folder;

	OutboxFiles(DocumentJson json, HubProperties hub) {
		this.json = json;
		this.folder = hub.outbox();
	}

	/**
	 * Writes a file.
	 * @throws UncheckedIOException if it cannot be written
	 */
	void write(String tenant, String name, Object document) {
		Path target = path(tenant, name);
		// The same name every time: what a killed process left unfinished is replaced.
		Path temporary = target.resolveSibling("." + name + ".unfinished");
		try {
			Files.createDirectories(target.getParent());
			try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
					StandardOpenOption.TRUNCATE_EXISTING)) {
				ByteBuffer bytes = ByteBuffer.wrap(this.json.of(document));
				while (bytes.hasRemaining()) {
					channel.write(bytes);
				}
				channel.force(true);
			}
			Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("a file of the outbox of tenant %s cannot be written".formatted(tenant), ex);
		}
	}

	/**
	 * Whether a file is there.
	 */
	boolean has(String tenant, String name) {
		return Files.exists(path(tenant, name));
	}

	private Path path(String tenant, String name) {
		return this.folder.resolve(tenant).resolve(name + ".json");
	}

}
