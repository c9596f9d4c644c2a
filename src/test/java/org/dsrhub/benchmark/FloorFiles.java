package org.dsrhub.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A floor's files, each brought to the disk before anything relies on it: staging, the
 * package and its manifest, and what the outbox tells.
 */
final class FloorFiles {

	/**
	 * The hub's own page, for what it says besides the records.
	 */
	private static final String PAGE = words();

	private final Path staging;

	private final Path packages;

	private final Path outbox;

	FloorFiles(Path folder) throws IOException {
		this.staging = Files.createDirectories(folder.resolve("data/staging/contoso"));
		this.packages = Files.createDirectories(folder.resolve("data/packages/contoso"));
		this.outbox = Files.createDirectories(folder.resolve("outbox/contoso"));
	}

	/**
	 * Makes a folder's entries survive a power cut.
	 */
	static void sync(Path folder) throws IOException {
		try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	/**
	 * Replaces a document of the outbox.
	 */
	void outbox(FloorRequest request, ObjectNode document) throws IOException {
		Path target = this.outbox.resolve(request.reference() + ".json");
		Path temporary = target.resolveSibling("." + request.reference() + "." + request.id());
		write(temporary, (out) -> out.write(FloorRequest.JSON.writeValueAsBytes(document)));
		Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	/**
	 * Stages the records of a source, one a line.
	 * @return the records
	 */
	List<JsonNode> stage(FloorRequest request, FloorSource source, List<JsonNode> records) throws IOException {
		if (!records.isEmpty()) {
			Path folder = Files.createDirectories(this.staging.resolve(request.id().toString()));
			write(folder.resolve(source.source() + ".1.ndjson"), (out) -> {
				for (JsonNode record : records) {
					out.write(FloorRequest.JSON.writeValueAsBytes(record));
					out.write('\n');
				}
			});
		}
		return records;
	}

	void removeStaging(FloorRequest request) throws IOException {
		try (Stream<Path> files = Files.walk(this.staging.resolve(request.id().toString()))) {
			for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(path);
			}
		}
	}

	/**
	 * Writes the package and its manifest and reads both back.
	 */
	Packed pack(FloorRequest request) throws IOException {
		Path folder = Files.createDirectories(this.packages.resolve(request.id().toString()));
		byte[][] manifest = new byte[1][];
		String zip = store(folder.resolve("package.zip"), (out) -> manifest[0] = zip(request, out));
		String beside = store(folder.resolve("manifest.json"), (out) -> out.write(manifest[0]));
		sync(folder);
		sync(this.packages);
		return new Packed(Files.size(folder.resolve("package.zip")), zip, beside);
	}

	private static byte[] zip(FloorRequest request, OutputStream out) throws IOException {
		ObjectNode manifest = FloorRequest.JSON.createObjectNode();
		manifest.putObject("request")
			.put("id", request.id().toString())
			.put("reference", request.reference())
			.put("tenant", "contoso")
			.put("right", "export")
			.put("receivedAt", request.receivedAt().toString())
			.put("deadline", request.deadline().toString());
		ArrayNode sources = manifest.putArray("sources");
		ZipOutputStream zip = new ZipOutputStream(out);
		ObjectNode subject = FloorRequest.JSON.createObjectNode();
		subject.set("request", manifest.get("request"));
		ArrayNode aggregate = subject.putArray("sources");
		for (Map.Entry<FloorSource, List<JsonNode>> found : request.found().entrySet()) {
			FloorSource source = found.getKey();
			String name = source.system() + "/" + source.source() + ".json";
			byte[] records = FloorRequest.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(found.getValue());
			sources.addObject()
				.put("source", source.source())
				.put("system", source.system())
				.put("outcome", "found")
				.put("count", found.getValue().size())
				.put("apiVersion", source.version())
				.put("file", name)
				.put("bytes", records.length)
				.put("sha256", add(zip, name, records));
			ArrayNode all = aggregate.addObject().put("source", source.source()).putArray("records");
			found.getValue().forEach(all::add);
		}
		manifest.putArray("files")
			.addObject()
			.put("file", "subject.json")
			.put("sha256",
					add(zip, "subject.json",
							FloorRequest.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(subject)))
			.put("file", "index.html")
			.put("sha256", add(zip, "index.html", page(subject).getBytes(StandardCharsets.UTF_8)));
		byte[] bytes = FloorRequest.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
		add(zip, "manifest.json", bytes);
		zip.finish();
		return bytes;
	}

	private static String add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
		zip.putNextEntry(new ZipEntry(name));
		zip.write(bytes);
		zip.closeEntry();
		return HexFormat.of().formatHex(sha256().digest(bytes));
	}

	private static String page(JsonNode subject) {
		StringBuilder page = new StringBuilder(PAGE);
		value(page, subject);
		return page.toString();
	}

	private static void value(StringBuilder page, JsonNode node) {
		if (node.isObject()) {
			page.append("<dl>");
			node.properties().forEach((field) -> {
				page.append("<dt>").append(escaped(field.getKey())).append("</dt><dd>");
				value(page, field.getValue());
				page.append("</dd>");
			});
			page.append("</dl>");
		}
		else if (node.isArray()) {
			node.forEach((one) -> value(page, one));
		}
		else {
			page.append(escaped(node.asText()));
		}
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
	}

	private static String store(Path target, Content content) throws IOException {
		Path unfinished = target.resolveSibling("." + target.getFileName());
		MessageDigest written = sha256();
		write(unfinished, (out) -> content.writeTo(new DigestOutputStream(out, written)));
		Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
		String sha256 = HexFormat.of().formatHex(written.digest());
		try (DigestInputStream in = new DigestInputStream(Files.newInputStream(target), sha256())) {
			in.transferTo(OutputStream.nullOutputStream());
			if (!HexFormat.of().formatHex(in.getMessageDigest().digest()).equals(sha256)) {
				throw new IOException("not what was written: " + target);
			}
		}
		return sha256;
	}

	private static void write(Path file, Content content) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
			content.writeTo(out);
			out.flush();
			channel.force(true);
		}
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-256 is missing from this Java", ex);
		}
	}

	private static String words() {
		try (InputStream page = FloorFiles.class.getResourceAsStream("/templates/package/index.mustache")) {
			return new String(page.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A package on the disk.
	 */
	record Packed(long bytes, String sha256, String manifestSha256) {
	}

	private interface Content {

		void writeTo(OutputStream out) throws IOException;

	}

}
