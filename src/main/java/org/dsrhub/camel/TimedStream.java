package org.dsrhub.camel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.apache.hc.core5.http.io.EofSensorInputStream;

/**
 * An answer that must be whole by a time. The socket's own limit starts again with every
 * byte, so a service that drips would otherwise hold a worker for ever.
 */
class TimedStream extends FilterInputStream {

	private final Clock clock;

	private final Instant until;

	private boolean whole;

	TimedStream(InputStream in, Clock clock, Duration limit) {
		super(in);
		this.clock = clock;
		this.until = clock.instant().plus(limit);
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
		if (this.clock.instant().isAfter(this.until)) {
			throw new SocketTimeoutException("the answer did not end in time");
		}
	}

}
