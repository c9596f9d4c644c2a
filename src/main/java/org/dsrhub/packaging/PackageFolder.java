package org.dsrhub.packaging;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import org.dsrhub.configuration.PrivateFiles;
import org.dsrhub.configuration.Sha256;
import org.springframework.util.FileSystemUtils;

/**
 * A container that is a folder on the hub's own disk, readable by the hub's account
 * alone. A file appears in it whole or not at all, and never in place of another.
 *
 * @param root the folder
 */
public record PackageFolder(Path root) {

	public PackageFolder {
		root = root.toAbsolutePath().normalize();
	}

	/**
	 * Stores a file, reads it back and verifies it. What a process that was killed leaves
	 * behind begins with a dot and lies in the request's own folder, with which it goes.
	 * @throws PackageConflict if other content stands there already
	 * @throws IOException if the disk fails
	 */
	public void store(PackageFile file) throws IOException {
		Path target = locate(file.path());
		Path folder = target.getParent();
		if (!Files.exists(target)) {
			PrivateFiles.createFolder(folder);
			Path unfinished = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID());
			try {
				copy(file.file(), unfinished);
				link(unfinished, target);
			}
			finally {
				Files.deleteIfExists(unfinished);
			}
		}
		for (Path each = folder; each.startsWith(this.root); each = each.getParent()) {
			PrivateFiles.syncFolder(each);
		}
		file.verify(Sha256.of(target));
	}

	/**
	 * Removes what lies below a request's path, and the folder itself once it is empty.
	 * What is of a later revision stays.
	 * @return whether there was anything
	 * @throws IOException if the disk fails
	 */
	public boolean remove(String path, int revision) throws IOException {
		Path folder = locate(path);
		if (!Files.isDirectory(folder)) {
			return false;
		}
		boolean any = false;
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder,
				(file) -> PackageNames.revision(file.getFileName().toString()) <= revision)) {
			for (Path file : files) {
				any |= FileSystemUtils.deleteRecursively(file);
			}
		}
		try {
			Files.delete(folder);
			any = true;
		}
		catch (DirectoryNotEmptyException ex) {
			// The next revision lies in it.
		}
		PrivateFiles.syncFolder(folder.getParent());
		return any;
	}

	/**
	 * Where a path of the container is on the disk.
	 * @throws IllegalArgumentException if it would be outside the container
	 */
	public Path locate(String path) {
		Path target = this.root.resolve(path).normalize();
		if (!target.startsWith(this.root) || target.equals(this.root)) {
			throw new IllegalArgumentException("a path leaves the container");
		}
		return target;
	}

	private static void copy(Path from, Path to) throws IOException {
		try (FileChannel in = FileChannel.open(from); FileChannel out = PrivateFiles.replace(to)) {
			for (long done = 0, size = in.size(); done < size;) {
				done += in.transferTo(done, size - done, out);
			}
			out.force(true);
		}
	}

	// Unlike a move, a link fails if the name is taken, so that of two nodes one wins.
	private static void link(Path unfinished, Path target) throws IOException {
		try {
			Files.createLink(target, unfinished);
		}
		catch (FileAlreadyExistsException ex) {
			Files.delete(unfinished);
		}
	}

}
