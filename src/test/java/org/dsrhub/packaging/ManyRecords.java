package org.dsrhub.packaging;

import java.nio.file.Path;

import org.dsrhub.source.Source;

/**
 * Makes a package of fifty thousand records, for a test that gives it little memory.
 */
final class ManyRecords {

	private static final int COUNT = 50_000;

	private ManyRecords() {
	}

	public static void main(String[] args) {
		Path folder = Path.of(args[0]);
		Source source = PackageSamples.source("Defender for Cloud", "defender-alerts");
		String filler = "x".repeat(2000);
		PackageContent content = PackageSamples.content(1,
				PackageSamples.found(source, COUNT,
						PackageSamples.staged(folder.resolve("many.ndjson"), COUNT, (number) -> PackageSamples
							.record("defender-alerts", "{\"n\":" + number + ",\"filler\":\"" + filler + "\"}"))));
		new PackageAssembler(folder.resolve("no-templates")).assemble(content, folder.resolve("made"));
	}

}
