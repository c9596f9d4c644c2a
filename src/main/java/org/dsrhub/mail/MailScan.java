package org.dsrhub.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a mail is from the outside: looked at byte by byte, before anything in it is held
 * in memory.
 *
 * @param bytes its size
 * @param longestLine the size of its longest line, without its end
 */
record MailScan(long bytes, long longestLine) {

	private static final int PIECE = 64 * 1024;

	static MailScan of(Path eml) throws IOException {
		long bytes = 0;
		long line = 0;
		long longest = 0;
		try (InputStream in = Files.newInputStream(eml)) {
			byte[] piece = new byte[PIECE];
			for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
				bytes += read;
				for (int i = 0; i < read; i++) {
					line = (piece[i] == '\n' || piece[i] == '\r') ? 0 : line + 1;
					longest = Math.max(longest, line);
				}
			}
		}
		return new MailScan(bytes, longest);
	}

}
