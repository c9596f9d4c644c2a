package org.dsrhub.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Looks for identifiers that must not be there, in whatever form they could be there:
 * plain, in UTF-16, percent-encoded or in Base64 at any offset; in files, and in the
 * entries of packages.
 */
public final class Leak {

	private final Map<String, byte[]> needles = new LinkedHashMap<>();

	private Leak() {
	}

	static Leak of(List<String> identifiers) {
		Leak leak = new Leak();
		for (String identifier : identifiers) {
			for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE,
					StandardCharsets.UTF_16BE)) {
				byte[] plain = identifier.toLowerCase(Locale.ROOT).getBytes(charset);
				leak.needles.put(identifier + " in " + charset, plain);
				// Base64 keeps letter case, so the form as it stands in payloads is what
				// is looked for.
				for (int offset = 0; offset < 3; offset++) {
					leak.needles.put(identifier + " in Base64 of " + charset + " at " + offset,
							base64(identifier.getBytes(charset), offset));
				}
			}
			leak.needles.put(identifier + " percent-encoded",
					URLEncoder.encode(identifier, StandardCharsets.UTF_8)
						.toLowerCase(Locale.ROOT)
						.getBytes(StandardCharsets.UTF_8));
		}
		return leak;
	}

	/**
	 * What is found in all files below a folder, and inside its ZIP files.
	 */
	List<String> below(Path folder) {
		List<String> found = new ArrayList<>();
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				found.addAll(in(folder.relativize(file).toString(), Files.readAllBytes(file)));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return found;
	}

	/**
	 * What is found in a file's content.
	 */
	List<String> in(String name, byte[] content) {
		List<String> found = new ArrayList<>();
		byte[] lower = new String(content, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT)
			.getBytes(StandardCharsets.ISO_8859_1);
		this.needles.forEach((what, needle) -> {
			if (contains(what.contains("Base64") ? content : lower, needle)) {
				found.add(name + ": " + what);
			}
		});
		if (name.endsWith(".zip")) {
			entries(content).forEach((entry, bytes) -> found.addAll(in(name + "!" + entry, bytes)));
		}
		return found;
	}

	/**
	 * The entries of a ZIP file.
	 */
	public static Map<String, byte[]> entries(byte[] zip) {
		Map<String, byte[]> entries = new LinkedHashMap<>();
		try (ZipInputStream in = new ZipInputStream(new java.io.ByteArrayInputStream(zip))) {
			for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
				entries.put(entry.getName(), ((InputStream) in).readAllBytes());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return entries;
	}

	/**
	 * The part of a text's Base64 that does not depend on what stands around it.
	 */
	private static byte[] base64(byte[] text, int offset) {
		byte[] padded = new byte[offset + text.length];
		System.arraycopy(text, 0, padded, offset, text.length);
		String encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
		int from = (offset == 0) ? 0 : offset + 1;
		int to = padded.length / 3 * 4;
		return encoded.substring(from, Math.max(from, to)).getBytes(StandardCharsets.US_ASCII);
	}

	private static boolean contains(byte[] content, byte[] needle) {
		outer: for (int i = 0; i <= content.length - needle.length; i++) {
			for (int j = 0; j < needle.length; j++) {
				if (content[i + j] != needle[j]) {
					continue outer;
				}
			}
			return true;
		}
		return false;
	}

}
