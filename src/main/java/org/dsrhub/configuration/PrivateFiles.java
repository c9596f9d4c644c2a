package org.dsrhub.configuration;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Folders and files that the hub's own account alone can read, from the moment that they
 * exist.
 */
public final class PrivateFiles {

	private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

	private PrivateFiles() {
	}

	public static void createFolder(Path folder) throws IOException {
		Files.createDirectories(folder, mode("rwx------"));
	}

	/**
	 * Opens a new file for writing; a file of that name that an earlier, broken attempt
	 * left is replaced.
	 */
	public static FileChannel replace(Path file) throws IOException {
		Files.deleteIfExists(file);
		return FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
				mode("rw-------"));
	}

	/**
	 * The same as a stream.
	 */
	public static OutputStream output(Path file) throws IOException {
		return new BufferedOutputStream(Channels.newOutputStream(replace(file)));
	}

	/**
	 * Makes a folder's entries survive a power cut; a file system that cannot open
	 * folders keeps its own promise.
	 */
	public static void syncFolder(Path folder) throws IOException {
		if (POSIX) {
			try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
				channel.force(true);
			}
		}
	}

	private static FileAttribute<?>[] mode(String mode) {
		return POSIX
				? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)) }
				: new FileAttribute<?>[0];
	}

}
