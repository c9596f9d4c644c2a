package org.dsrhub.intake;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Keeps a single request of a file from filling the memory.
 */
class RowLimit extends FilterReader {

	private static final int CHARACTERS = 1_000_000;

	private int left = CHARACTERS;

	RowLimit(Reader in) {
		super(in);
	}

	/**
	 * Says that the next request begins.
	 */
	void begin() {
		this.left = CHARACTERS;
	}

	@Override
	public int read() throws IOException {
		char[] one = new char[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0];
	}

	@Override
	public int read(char[] target, int offset, int length) throws IOException {
		if (this.left <= 0) {
			throw new RowTooLong();
		}
		int count = super.read(target, offset, length);
		this.left -= Math.max(count, 0);
		return count;
	}

	/**
	 * A request is longer than any can be.
	 */
	static class RowTooLong extends IOException {

		static final String MESSAGE = "a request is longer than a million characters, or a quotation mark is not closed;"
				+ " nothing after this line was read";

		RowTooLong() {
			super(MESSAGE);
		}

	}

}
