package org.dsrhub.retention;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.configuration.Sha256;
import org.dsrhub.evidence.Signatures;
import org.dsrhub.task.Staging;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * Reads the records of runs back from the tenant's container. Others can write there,
 * too; so nothing is believed but what the hub has signed.
 */
@Component
class SignedRecords {

	private static final int LONGEST_LINE = 1_000;

	private static final Pattern LAST_LINE = Pattern
		.compile(",\"key\":\"([0-9a-f]{64})\",\"signature\":\"([A-Za-z0-9+/=]{1,100})\"}");

	private final StoredRuns stored;

	private final Staging staging;

	private final Signatures signatures;

	SignedRecords(StoredRuns stored, Staging staging, Signatures signatures) {
		this.stored = stored;
		this.staging = staging;
		this.signatures = signatures;
	}

	/**
	 * Reads the record of a run.
	 * @throws IOException if the container does not give it, it is not the hub's, or it
	 * is that of another run
	 */
	<T> T read(Tenant tenant, UUID run, Reader<T> reader) throws IOException {
		// So that nobody changes it between two looks at it.
		Path copy = this.staging.temporary();
		try {
			try (InputStream in = this.stored.open(tenant, run); OutputStream out = Files.newOutputStream(copy)) {
				in.transferTo(out);
			}
			verify(copy);
			try (InputStream in = Files.newInputStream(copy); RunRecord record = new RunRecord(in)) {
				if (!record.run().id().equals(run) || !record.run().tenant().equals(tenant.tenant())) {
					throw new IOException("it is the record of another run");
				}
				return reader.read(record);
			}
		}
		finally {
			Files.delete(copy);
		}
	}

	/**
	 * What the signature of a record is about.
	 * @param digest of all bytes of it but the last line
	 */
	static byte[] signed(MessageDigest digest) {
		return (RunRecords.FORMAT + " " + Sha256.hex(digest)).getBytes(StandardCharsets.UTF_8);
	}

	private void verify(Path record) throws IOException {
		try (SeekableByteChannel file = Files.newByteChannel(record)) {
			long tail = Math.max(0, file.size() - LONGEST_LINE);
			String end = new String(Channels.newInputStream(file.position(tail)).readAllBytes(),
					StandardCharsets.ISO_8859_1);
			int last = end.lastIndexOf('\n') + 1;
			Matcher line = LAST_LINE.matcher(end.substring(last));
			if (!line.matches()
					|| !this.signatures.verify(line.group(1), signed(digest(file, tail + last)), line.group(2))) {
				throw new IOException("the hub has not signed it");
			}
		}
	}

	private static MessageDigest digest(SeekableByteChannel file, long bytes) throws IOException {
		MessageDigest digest = Sha256.digest();
		ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
		file.position(0);
		for (long left = bytes; left > 0; left -= buffer.limit()) {
			buffer.clear().limit((int) Math.min(left, buffer.capacity()));
			if (file.read(buffer) < 0) {
				throw new IOException("it was cut off");
			}
			digest.update(buffer.flip());
			buffer.position(0);
		}
		return digest;
	}

	/**
	 * Takes what it needs of a record.
	 */
	@FunctionalInterface
	interface Reader<T> {

		T read(RunRecord record) throws IOException;

	}

}
