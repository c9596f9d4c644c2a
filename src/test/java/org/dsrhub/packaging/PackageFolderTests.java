package org.dsrhub.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PackageFolderTests {

	@TempDir
	private Path root;

	@Test
	void what_is_of_a_later_revision_is_not_removed() throws IOException {
		Path folder = Files.createDirectories(this.root.resolve("contoso/1"));
		for (String name : List.of("package.zip", "manifest.json", ".package.zip.0b", "package.2.zip",
				"manifest.2.json", "package.3.zip", "manifest.3.json", ".package.10.zip.0b", "note.txt")) {
			Files.writeString(folder.resolve(name), name);
		}
		PackageFolder packages = new PackageFolder(this.root);
		assertThat(packages.remove("contoso/1", 2)).isTrue();
		assertThat(folder.toFile().list()).containsExactlyInAnyOrder("package.3.zip", "manifest.3.json",
				".package.10.zip.0b");
		assertThat(packages.remove("contoso/1", 2)).isFalse();
		assertThat(packages.remove("contoso/1", Integer.MAX_VALUE)).isTrue();
		assertThat(folder).doesNotExist();
		assertThat(packages.remove("contoso/1", 2)).isFalse();
	}

}
