package org.dsrhub.camel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.apache.hc.core5.http.io.EofSensorInputStream;

/**
 * An answer that must be whole by a time. The socket's own limit starts again with every
 * byte, so a service that drips would otherwise hold a worker for ever.
 */
class TimedStream extends FilterInputStream {

	private final long begun = System.nanoTime();

	private final Duration limit;

	private boolean whole;

	TimedStream(InputStream in, Duration limit) {
		super(in);
		this.limit = limit;
	}

	@Override
	public int read() throws IOException {
		check();
		int read = super.read();
		this.whole = read < 0;
		return read;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		check();
		int read = super.read(bytes, offset, length);
		this.whole = read < 0;
		return read;
	}

	/**
	 * Gives a wholly read connection back; breaks any other, because closing it in order
	 * would first read the rest.
	 */
	@Override
	public void close() throws IOException {
		if (!this.whole && this.in instanceof EofSensorInputStream sensor) {
			sensor.abort();
		}
		else {
			super.close();
		}
	}

	private void check() throws SocketTimeoutException {
		if (System.nanoTime() - this.begun > this.limit.toNanos()) {
			throw new SocketTimeoutException("the answer did not end in time");
		}
	}

}
