package org.dsrhub.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A small archive that holds a hundred megabytes of nothing.
 */
final class Bomb {

	private Bomb() {
	}

	static String base64() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			zip.putNextEntry(new ZipEntry("../request.json"));
			byte[] nothing = new byte[1024 * 1024];
			for (int i = 0; i < 100; i++) {
				zip.write(nothing);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return Base64.getMimeEncoder().encodeToString(bytes.toByteArray()) + "\r\n";
	}

}
