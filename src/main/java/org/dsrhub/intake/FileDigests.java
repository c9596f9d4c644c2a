package org.dsrhub.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.dsrhub.configuration.Sha256;

/**
 * The SHA-256 of inbox files, remembered for each version of a file: one that has to wait
 * is looked at with every poll, and may be a gigabyte.
 */
class FileDigests {

	private static final int REMEMBERED = 1000;

	private final Cache<Content, String> digests = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

	/**
	 * The digest of a file's content, in hexadecimal digits.
	 * @param version the one that is there
	 */
	String of(Path path, Version version) throws IOException {
		Content content = new Content(path, version);
		String known = this.digests.getIfPresent(content);
		if (known != null) {
			return known;
		}
		String digest = sha256(path);
		this.digests.put(content, digest);
		return digest;
	}

	private static String sha256(Path path) throws IOException {
		try (InputStream content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
			return Sha256.of(content);
		}
	}

	private record Content(Path path, Version version) {
	}

}
