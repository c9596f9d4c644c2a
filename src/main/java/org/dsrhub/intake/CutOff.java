package org.dsrhub.intake;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/**
 * Whether an inbox file looks as if its writer had not come to the end.
 */
public final class CutOff {

	private static final String LINE_END = "\n\r";

	private static final String CLOSED = "]}";

	private CutOff() {
	}

	/**
	 * JSON that ends early, other files without a line end at the end. What is no plain
	 * file is not opened, and so never suspected.
	 * @throws IOException if the file cannot be read
	 */
	public static boolean suspected(File file) throws IOException {
		if (!PlainFile.is(file.toPath())) {
			return false;
		}
		boolean json = file.getName().toLowerCase(Locale.ROOT).endsWith(".json");
		char last = last(file, json);
		return json ? CLOSED.indexOf(last) < 0 || endsEarly(file) : LINE_END.indexOf(last) < 0;
	}

	private static char last(File file, boolean visible) throws IOException {
		try (RandomAccessFile bytes = new RandomAccessFile(file, "r")) {
			for (long at = bytes.length() - 1; at >= 0; at--) {
				bytes.seek(at);
				char last = (char) bytes.read();
				if (!visible || last > ' ') {
					return last;
				}
			}
			return '\0';
		}
	}

	private static boolean endsEarly(File file) throws IOException {
		try (JsonParser parser = StrictJson.MAPPER.createParser(file)) {
			while (parser.nextToken() != null) {
				parser.skipChildren();
			}
			return false;
		}
		catch (JsonEOFException ex) {
			return true;
		}
		catch (JsonProcessingException ex) {
			// Wrong, but not for want of an end: waiting would not mend it.
			return false;
		}
	}

}
