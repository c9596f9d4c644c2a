package org.dsrhub.task;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.apache.commons.io.input.BoundedInputStream;

/**
 * The lines of a staged file, a record each, as bytes: there may be gigabytes of them
 * before the one that is looked for, which are then neither decoded nor copied.
 */
final class StagedLines implements Closeable {

	private final InputStream in;

	private final byte[] buffer = new byte[1 << 16];

	private int at;

	private int end;

	/**
	 * @param bytes how much of the file counts
	 */
	StagedLines(Path file, long bytes) throws IOException {
		this.in = BoundedInputStream.builder().setInputStream(Files.newInputStream(file)).setMaxCount(bytes).get();
	}

	/**
	 * Passes lines over.
	 * @return how many there were, at most as many as asked for
	 */
	long skip(long lines) throws IOException {
		long passed = 0;
		while (passed < lines && fill()) {
			int to = lineEnd();
			passed += (to < this.end) ? 1 : 0;
			this.at = Math.min(to + 1, this.end);
		}
		return passed;
	}

	/**
	 * The next line, without its end; null if there is none.
	 */
	byte[] next() throws IOException {
		ByteArrayOutputStream begun = null;
		while (fill()) {
			int from = this.at;
			int to = lineEnd();
			this.at = Math.min(to + 1, this.end);
			if (to < this.end && begun == null) {
				return Arrays.copyOfRange(this.buffer, from, to);
			}
			begun = (begun != null) ? begun : new ByteArrayOutputStream(2 * this.buffer.length);
			begun.write(this.buffer, from, to - from);
			if (to < this.end) {
				break;
			}
		}
		return (begun != null) ? begun.toByteArray() : null;
	}

	@Override
	public void close() throws IOException {
		this.in.close();
	}

	/**
	 * Where the line ends, or the buffer if it goes on behind it.
	 */
	private int lineEnd() {
		int place = this.at;
		while (place < this.end && this.buffer[place] != '\n') {
			place++;
		}
		return place;
	}

	private boolean fill() throws IOException {
		if (this.at == this.end) {
			this.at = 0;
			this.end = Math.max(0, this.in.read(this.buffer));
		}
		return this.end > 0;
	}

}
