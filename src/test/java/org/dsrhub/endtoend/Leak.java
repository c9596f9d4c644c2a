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
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Looks for identifiers that must not be there, in whatever form they could be there:
 * plain, in UTF-16, percent-encoded or in Base64 at any offset; in files, and in the
 * entries of packages.
 */
public final class Leak {

	/** What is looked for whatever the letter case. */
	private final Needles folded = new Needles();

	/** What is looked for as it stands in payloads: Base64 keeps letter case. */
	private final Needles exact = new Needles();

	private Leak() {
	}

	static Leak of(List<String> identifiers) {
		Leak leak = new Leak();
		for (String identifier : identifiers) {
			for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE,
					StandardCharsets.UTF_16BE)) {
				byte[] plain = identifier.toLowerCase(Locale.ROOT).getBytes(charset);
				leak.folded.add(identifier + " in " + charset, plain);
				for (int offset = 0; offset < 3; offset++) {
					leak.exact.add(identifier + " in Base64 of " + charset + " at " + offset,
							base64(identifier.getBytes(charset), offset));
				}
			}
			leak.folded.add(identifier + " percent-encoded",
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
		byte[] lower = new String(content, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT)
			.getBytes(StandardCharsets.ISO_8859_1);
		List<String> found = new ArrayList<>();
		Stream.concat(this.folded.in(lower).stream(), this.exact.in(content).stream())
			.forEach((what) -> found.add(name + ": " + what));
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

	/**
	 * Found by their first two bytes, so that content is read once and not once for each.
	 */
	private static final class Needles {

		private final Needle[][] begins = new Needle[1 << 16][];

		void add(String what, byte[] bytes) {
			int begin = begin(bytes, 0);
			Needle[] others = (this.begins[begin] != null) ? this.begins[begin] : new Needle[0];
			this.begins[begin] = Arrays.copyOf(others, others.length + 1);
			this.begins[begin][others.length] = new Needle(what, bytes);
		}

		Set<String> in(byte[] content) {
			Set<String> found = new LinkedHashSet<>();
			for (int i = 0; i + 1 < content.length; i++) {
				Needle[] possible = this.begins[begin(content, i)];
				if (possible != null) {
					for (Needle needle : possible) {
						if (needle.isAt(content, i)) {
							found.add(needle.what());
						}
					}
				}
			}
			return found;
		}

		private static int begin(byte[] content, int at) {
			return (content[at] & 0xff) << 8 | content[at + 1] & 0xff;
		}

	}

	private record Needle(String what, byte[] bytes) {

		boolean isAt(byte[] content, int at) {
			int end = at + this.bytes.length;
			return end <= content.length && Arrays.equals(content, at, end, this.bytes, 0, this.bytes.length);
		}

	}

}
