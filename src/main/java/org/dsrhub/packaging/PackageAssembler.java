package org.dsrhub.packaging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dsrhub.configuration.DiskFault;
import org.dsrhub.configuration.PrivateFiles;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.packaging.PackageContent.SourceContent;
import org.dsrhub.source.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Makes what the person gets (GDPR art. 15(3) and 20) from what was staged: in constant
 * memory however many records there are, and byte for byte the same from the same
 * content, so that a node can do again what another one died over.
 */
final class PackageAssembler {

	private static final Logger log = LoggerFactory.getLogger(PackageAssembler.class);

	private final PackagePage page;

	/**
	 * Reads the page's templates.
	 * @param templates where an installation keeps its own, such as
	 * {@code config/templates/package}; need not exist
	 * @throws com.samskivert.mustache.MustacheException if a template is not well-formed
	 */
	public PackageAssembler(Path templates) {
		this.page = new PackagePage(templates);
	}

	/**
	 * Writes the package and its manifest into a folder that only the hub's account can
	 * read; what an earlier attempt left there is replaced.
	 * @throws IllegalStateException if what is staged is not exactly what the tasks
	 * counted; there is no package then
	 * @throws DiskFault if the disk fails; what was half made is gone
	 */
	public AssembledPackage assemble(PackageContent content, Path folder) {
		Path zip = folder.resolve(PackageNames.zip(content.revision()));
		Path manifest = folder.resolve(PackageNames.manifest(content.revision()));
		Path unfinished = folder.resolve(zip.getFileName() + ".unfinished");
		try {
			PrivateFiles.createFolder(folder);
			byte[] manifestBytes = write(content, unfinished);
			Files.move(unfinished, zip, StandardCopyOption.ATOMIC_MOVE);
			write(manifestBytes, manifest);
			PrivateFiles.syncFolder(folder);
			return new AssembledPackage(zip, manifest, Files.size(zip), Sha256.of(zip), Sha256.of(manifest));
		}
		catch (IOException ex) {
			remove(folder);
			throw DiskFault.of(folder, ex);
		}
	}

	/**
	 * A source's file in the zip, in a folder that bears its system's name.
	 */
	static String fileOf(Source source) {
		return source.system() + "/" + source.source() + ".json";
	}

	// What is staged is proven whole before the page is drawn from it; the manifest comes
	// last because it knows the hashes of all the others.
	private byte[] write(PackageContent content, Path file) throws IOException {
		try (PackageZip zip = new PackageZip(file, content.packagedAt())) {
			PackagedFile subject = zip.add("subject.json", (out) -> RecordWriter.writeSubject(content, out));
			Map<String, PackagedFile> bySource = new LinkedHashMap<>();
			for (SourceContent each : content.sources()) {
				if (Manifests.given(each)) {
					bySource.put(each.source().source(),
							zip.add(fileOf(each.source()), (out) -> RecordWriter.writeArray(each, out)));
				}
			}
			PackagedFile index = zip.add("index.html", (out) -> this.page.write(content, out));
			byte[] manifest = PackageJson.writer()
				.writeValueAsBytes(Manifests.of(content, bySource, List.of(index, subject)));
			zip.add("manifest.json", (out) -> out.write(manifest));
			zip.finish();
			return manifest;
		}
	}

	private static void remove(Path folder) {
		try {
			FileSystemUtils.deleteRecursively(folder);
		}
		catch (IOException ex) {
			log.warn("event=left-behind folder={} reason=\"{}\"", folder, DiskFault.reason(ex));
		}
	}

	private static void write(byte[] bytes, Path file) throws IOException {
		try (FileChannel channel = PrivateFiles.replace(file); OutputStream out = Channels.newOutputStream(channel)) {
			out.write(bytes);
			channel.force(true);
		}
	}

}
