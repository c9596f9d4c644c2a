package org.dsrhub.correspondence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dsrhub.correspondence.AnswerFile.Kind;

/**
 * The files of an answer, those in ZIP files one by one. Nothing is unpacked to the disk;
 * a ZIP file inside another is not opened.
 */
final class AnswerParts implements AutoCloseable {

	private static final int MOST_ENTRIES = 1000;

	private static final long MOST_BYTES = 256L << 20;

	private final List<ZipFile> opened = new ArrayList<>();

	private final List<Part> parts = new ArrayList<>();

	private long left = MOST_BYTES;

	/**
	 * Opens the files of an answer.
	 * @param folder the request's staging
	 * @throws IOException if one is not there
	 */
	AnswerParts(Path folder, List<AnswerFile> files) throws IOException {
		for (AnswerFile file : files) {
			Path path = folder.resolve(file.name());
			if (file.kind() == Kind.ZIP) {
				unzip(path);
			}
			else {
				this.parts.add(new Part(file.kind(), () -> limited(Files.newInputStream(path), Files.size(path))));
			}
		}
	}

	List<Part> all() {
		return this.parts;
	}

	private void unzip(Path path) throws IOException {
		List<Part> inside = new ArrayList<>();
		try {
			ZipFile zip = ZipFile.builder().setPath(path).get();
			this.opened.add(zip);
			for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
				if (!entry.isDirectory()) {
					inside.add(part(zip, entry));
				}
			}
		}
		catch (FileSystemException ex) {
			throw ex;
		}
		catch (IOException | IllegalArgumentException ex) {
			inside.clear();
		}
		boolean whole = !inside.isEmpty() && inside.size() <= MOST_ENTRIES;
		this.parts.addAll(whole ? inside : List.of(new Part(Kind.OTHER, InputStream::nullInputStream)));
	}

	private Part part(ZipFile zip, ZipArchiveEntry entry) {
		String name = entry.getName();
		// The name is never used as one; a vendor's own file has none of this kind.
		boolean plain = !name.startsWith("/") && !name.contains("..") && zip.canReadEntryData(entry);
		Kind kind = plain ? Kind.of(name, "") : Kind.OTHER;
		return new Part((kind == Kind.ZIP) ? Kind.OTHER : kind,
				() -> limited(zip.getInputStream(entry), entry.getCompressedSize()));
	}

	private InputStream limited(InputStream content, long packed) {
		return new LimitedStream(content, packed, (read) -> (this.left -= read) >= 0);
	}

	@Override
	public void close() throws IOException {
		for (ZipFile zip : this.opened) {
			zip.close();
		}
	}

}
