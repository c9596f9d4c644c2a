package org.dsrhub.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipFile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.configuration.PrivateFiles;
import org.dsrhub.packaging.PackageContent.Segment;
import org.dsrhub.packaging.PackageContent.SourceContent;
import org.dsrhub.source.Source;
import org.dsrhub.task.Outcome;
import org.dsrhub.task.TaskRow;

/**
 * The package of the revision before. What it holds of sources that were not read anew
 * goes over into the next one, since staging has gone.
 */
final class Previous {

	private final Path zip;

	private final JsonNode manifest;

	private Previous(Path zip, JsonNode manifest) {
		this.zip = zip;
		this.manifest = manifest;
	}

	/**
	 * Fetches the package that was stored last.
	 * @param folder where it is kept while the next one is made
	 * @return empty if its time is over
	 */
	static Optional<Previous> of(PackageReader packages, UUID request, Path folder) {
		return packages.open(request).map((stored) -> read(stored, folder));
	}

	private static Previous read(InputStream opened, Path folder) {
		try (InputStream stored = opened) {
			PrivateFiles.createFolder(folder);
			Path copy = folder.resolve("previous.zip");
			try (OutputStream out = PrivateFiles.output(copy)) {
				stored.transferTo(out);
			}
			try (ZipFile zip = new ZipFile(copy.toFile());
					InputStream manifest = zip.getInputStream(zip.getEntry("manifest.json"))) {
				return new Previous(copy, PackageJson.MAPPER.readTree(manifest));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What there is of a source whose records went with a package whose time was over.
	 */
	static SourceContent purged(Source source, TaskRow task) {
		boolean found = task.outcome() == null || task.outcome() == Outcome.FOUND;
		return new SourceContent(source, found ? Outcome.FAILED : task.outcome(), found ? "purged" : task.reason(),
				task.rule(), task.retainedUntil(), 0, 0, 0, 0, task.progress().notPersons(), task.apiVersion(),
				task.endedAt(), List.of());
	}

	/**
	 * What it holds of a source.
	 */
	SourceContent content(Source source, TaskRow task) {
		JsonNode part = part(source.source());
		List<Segment> staged = part.path("file").isTextual() ? List.of(records(source, part.path("file").asText()))
				: List.of();
		return new SourceContent(source, (task.outcome() != null) ? task.outcome() : Outcome.FOUND, task.reason(),
				task.rule(), task.retainedUntil(), part.path("count").asLong(), part.path("redactions").asLong(),
				part.path("leftOut").asLong(), part.path("leftOutFields").asLong(), task.progress().notPersons(),
				task.apiVersion(), task.endedAt(), staged);
	}

	private JsonNode part(String source) {
		for (JsonNode part : this.manifest.path("sources")) {
			if (source.equals(part.path("source").asText())) {
				return part;
			}
		}
		throw new IllegalStateException("the package before says nothing of source=" + source);
	}

	private Segment records(Source source, String entry) {
		Path file = this.zip.resolveSibling(source.source() + ".previous.ndjson");
		try (ZipFile opened = new ZipFile(this.zip.toFile());
				JsonParser records = PackageJson.MAPPER.createParser(opened.getInputStream(opened.getEntry(entry)));
				OutputStream out = PrivateFiles.output(file)) {
			records.nextToken();
			while (records.nextToken() == JsonToken.START_OBJECT) {
				out.write(PackageJson.MAPPER.writeValueAsBytes(PackageJson.MAPPER.readTree(records)));
				out.write('\n');
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new Segment(file, file.toFile().length());
	}

}
