package org.dsrhub.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What may be read in the inbox: a file and nothing else. A link, soft or hard, could
 * lead to what its maker may not read, such as another tenant's requests; reading a pipe
 * would never end.
 */
final class PlainFile {

	private PlainFile() {
	}

	/**
	 * Whether this is a file under the one name that it has. A disk that counts no names,
	 * as some that are reached over a network do, gives 0.
	 * @throws IOException if it is not there or may not be looked at
	 */
	static boolean is(Path path) throws IOException {
		return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
				&& (int) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS) <= 1;
	}

}
