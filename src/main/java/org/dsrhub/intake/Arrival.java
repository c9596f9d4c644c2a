package org.dsrhub.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import org.dsrhub.request.TimeOfReceipt;

/**
 * When a file of the inbox came, however long it has waited there. A moved, copied or
 * unpacked file keeps the time at which it was written, often elsewhere and long before;
 * the time at which the file system last changed anything about it cannot be carried
 * along.
 */
final class Arrival {

	private static final String UNIX = "unix";

	private Arrival() {
	}

	/**
	 * The moment of receipt.
	 * @param written when it was written
	 * @return null for one whose time is none of its own, which comes now
	 * @throws IOException if it is not there any more
	 */
	static Instant of(Path file, FileTime written, Instant now) throws IOException {
		FileTime changed = changed(file, written);
		Instant later = ((changed.compareTo(written) > 0) ? changed : written).toInstant();
		return TimeOfReceipt.possible(later, now) ? later : null;
	}

	/**
	 * Told on Linux and macOS.
	 */
	private static FileTime changed(Path file, FileTime otherwise) throws IOException {
		return file.getFileSystem().supportedFileAttributeViews().contains(UNIX)
				? (FileTime) Files.getAttribute(file, UNIX + ":ctime", LinkOption.NOFOLLOW_LINKS) : otherwise;
	}

}
