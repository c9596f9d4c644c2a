package org.dsrhub.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StagingTests {

	@Test
	void copies_that_a_killed_node_left_are_removed_and_none_that_is_on_its_way(@TempDir Path folder)
			throws IOException {
		Staging staging = new Staging(new Workshop(folder).hub(), new ObjectMapper());
		Path left = staging.temporary();
		Path going = staging.temporary();
		Path request = staging.folder("contoso", UUID.randomUUID());
		Instant day = Instant.now().minusSeconds(3600);
		Files.setLastModifiedTime(left, FileTime.from(day.minusSeconds(1)));
		Files.setLastModifiedTime(request, FileTime.from(day.minusSeconds(1)));
		staging.deleteTemporary(day);
		assertThat(left).doesNotExist();
		assertThat(going).exists();
		assertThat(request).exists();
	}

}
