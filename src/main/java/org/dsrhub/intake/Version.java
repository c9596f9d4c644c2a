package org.dsrhub.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * By what one writing of a file is told from the next: which file it is on its disk, how
 * many bytes it has and when it was written. The same after a move.
 */
record Version(Object key, long size, FileTime modified) {

	/**
	 * The version that is there now.
	 * @throws IOException if none is
	 */
	static Version of(Path path) throws IOException {
		BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
				LinkOption.NOFOLLOW_LINKS);
		return new Version(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
	}

}
