package org.dsrhub.packaging;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.dsrhub.configuration.PrivateFiles;
import org.dsrhub.configuration.Sha256;

/**
 * A zip that depends on nothing but what is written to it: every entry bears the frozen
 * time of packaging, in UTC whatever the node's zone, and entries stand in the order of
 * writing. (The deflated bytes are the same for the same zlib.)
 */
final class PackageZip implements AutoCloseable {

	private static final Pattern NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]+(/[^/\\\\\\p{Cntrl}]+)?");

	private final FileChannel channel;

	private final ZipArchiveOutputStream zip;

	private final LocalDateTime time;

	private final Set<String> names = new HashSet<>();

	PackageZip(Path file, Instant time) throws IOException {
		this.time = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
		this.channel = PrivateFiles.replace(file);
		this.zip = new ZipArchiveOutputStream(this.channel);
		this.zip.setUseZip64(Zip64Mode.AsNeeded);
	}

	/**
	 * Writes one file of the package.
	 * @throws IllegalStateException if the name would leave the folder that the package
	 * is unpacked into, or is taken, also on file systems that ignore case
	 */
	PackagedFile add(String name, Content content) throws IOException {
		if (!NAME.matcher(name).matches() || name.startsWith(".") || name.contains("/.")) {
			throw new IllegalStateException("'%s' cannot be the name of a file in a package".formatted(name));
		}
		if (!this.names.add(name.toLowerCase(Locale.ROOT))) {
			throw new IllegalStateException("two files of the package would be called '%s'".formatted(name));
		}
		ZipArchiveEntry entry = new ZipArchiveEntry(name);
		entry.setTimeLocal(this.time);
		this.zip.putArchiveEntry(entry);
		MessageDigest digest = Sha256.digest();
		OutputStream out = new DigestOutputStream(new UncloseableStream(this.zip), digest);
		content.writeTo(out);
		this.zip.closeArchiveEntry();
		return new PackagedFile(name, entry.getSize(), Sha256.hex(digest));
	}

	/**
	 * Writes the directory of the zip and brings everything onto the disk.
	 */
	void finish() throws IOException {
		this.zip.finish();
		this.channel.force(true);
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

	/**
	 * What writes a file's bytes.
	 */
	interface Content {

		void writeTo(OutputStream out) throws IOException;

	}

	/**
	 * Keeps writers that close what they are given from closing the whole zip.
	 */
	private static final class UncloseableStream extends FilterOutputStream {

		UncloseableStream(OutputStream out) {
			super(out);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.out.write(bytes, offset, length);
		}

		@Override
		public void close() throws IOException {
			flush();
		}

	}

}
