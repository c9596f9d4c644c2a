package org.dsrhub.correspondence;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongPredicate;

/**
 * A file that ends with a fault if it grows beyond what is reasonable, as a ZIP bomb
 * does.
 */
class LimitedStream extends FilterInputStream {

	private static final long UNSUSPICIOUS = 10L << 20;

	private static final long RATIO = 200;

	private final long packed;

	private final LongPredicate allowed;

	private long total;

	/**
	 * @param packed how many bytes it takes in its ZIP file
	 * @param allowed whether so many bytes more may be read of the whole answer
	 */
	LimitedStream(InputStream in, long packed, LongPredicate allowed) {
		super(in);
		this.packed = packed;
		this.allowed = allowed;
	}

	@Override
	public int read() throws IOException {
		int one = super.read();
		check((one < 0) ? 0 : 1);
		return one;
	}

	@Override
	public int read(byte[] into, int offset, int length) throws IOException {
		int read = super.read(into, offset, length);
		check(Math.max(0, read));
		return read;
	}

	private void check(int read) throws Unreadable {
		this.total += read;
		boolean bomb = this.total > UNSUSPICIOUS && this.total > RATIO * this.packed;
		if (bomb || !this.allowed.test(read)) {
			throw new Unreadable("more than the hub reads");
		}
	}

}
