package org.dsrhub.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

class DemoTests {

	@TempDir
	Path folder;

	/**
	 * A hub that another test has left open keeps its own log, and then nobody gets
	 * another.
	 */
	@BeforeEach
	void logAnew() {
		LoggingSystem.get(getClass().getClassLoader()).cleanUp();
	}

	@AfterEach
	void logAsBefore() {
		for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
			System.clearProperty(property.getEnvironmentVariableName());
		}
	}

	@Test
	void the_samples_are_answered_and_the_end_says_where_everything_is() throws Exception {
		ByteArrayOutputStream told = new ByteArrayOutputStream();
		try (PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
				Demo demo = new Demo(this.folder, DemoFolder.freePort(0), out)) {
			demo.show();
		}
		String text = told.toString(StandardCharsets.UTF_8);
		assertThat(text).contains("refused: three.csv, line 4, email is not an e-mail address")
			.containsPattern("DEMO-1 +export +completed ")
			.containsPattern("DEMO-1 +defender-for-apis +found 2 records, 1 details of others taken out")
			.containsPattern("DEMO-2 +discover +completed ")
			.containsPattern("DEMO-5 +access +completed ")
			.containsPattern("inbox-files +dry run +1 would go, 16 bytes, due since 20")
			.containsPattern("inbox-files +purge +1 removed");
		List<String> packages = text.lines().filter((line) -> line.endsWith("package.zip")).toList();
		assertThat(packages).hasSize(3)
			.allSatisfy((line) -> assertThat(Path.of(line.substring(line.indexOf(this.folder.toString())))).exists());
		assertThat(Files.readString(this.folder.resolve("hub.log"))).contains("event=ready");
	}

	@Test
	void what_a_demo_before_left_is_removed() throws IOException {
		Path left = this.folder.resolve("demo/data/left");
		Files.createDirectories(left);
		DemoFolder.claim(this.folder.resolve("demo")).close();
		assertThat(this.folder.resolve("demo")).isEmptyDirectory();
	}

}
