package org.dsrhub.mail;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

import org.dsrhub.configuration.Sha256;

/**
 * Writes the first bytes of what it gets, and takes the digest of all.
 */
final class LimitedOutput extends OutputStream {

	private final OutputStream output;

	private final MessageDigest digest = Sha256.digest();

	private long room;

	private boolean whole = true;

	/**
	 * An output that is empty.
	 * @param most how many bytes it writes
	 */
	LimitedOutput(OutputStream output, long most) {
		this.output = output;
		this.room = most;
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		this.digest.update(bytes, offset, length);
		this.whole = this.whole && length <= this.room;
		if (this.whole) {
			this.output.write(bytes, offset, length);
			this.room -= length;
		}
	}

	/**
	 * Whether all was written.
	 */
	boolean whole() {
		return this.whole;
	}

	/**
	 * Of everything that came, in hexadecimal digits; begins anew.
	 */
	String sha256() {
		return Sha256.hex(this.digest);
	}

	@Override
	public void close() throws IOException {
		this.output.close();
	}

}
