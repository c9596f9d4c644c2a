package org.dsrhub.correspondence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.VendorFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Files that a service gave about one person alone.
 */
class DeliveryTests {

	private static final Predicate<JsonNode> ANAS = (record) -> record.path("m").asText().equals("ana@x");

	private final List<Map<String, Object>> lines = new ArrayList<>();

	@TempDir
	Path folder;

	@Test
	void every_record_of_every_file_is_hers() throws IOException {
		List<JsonNode> records = new ArrayList<>();
		Delivery
			.read(this.folder, List.of(file("a.json", "[{\"m\":\"ana@x\"}]"), file("b.csv", "m,n\nana@x,1\n")), ANAS,
					this.lines::add)
			.read(records::add);
		assertThat(records).hasSize(2);
		assertThat(this.lines).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			b.json,  '[{"m":"ana@x"},{"app":"Teams"}]'
			b.json,  '[{"m":"bo@x"}]'
			b.jpg,   'a face'
			b.html,  '<p>ana@x</p>'
			b.csv,   'm,n'
			b.json,  '[{"m":"ana@x"}'
			""")
	void nothing_is_passed_over_that_is_not_for_sure_her_record(String name, String content) throws IOException {
		List<AnswerFile> files = List.of(file("a.json", "[{\"m\":\"ana@x\"}]"), file(name, content));
		assertThatExceptionOfType(VendorFault.class)
			.isThrownBy(() -> Delivery.read(this.folder, files, ANAS, this.lines::add))
			.matches((fault) -> !fault.retryable());
		assertThat(this.lines).as("the evidence says what came").hasSize(1);
	}

	@Test
	void no_file_at_all_may_still_come() {
		assertThatExceptionOfType(VendorFault.class)
			.isThrownBy(() -> Delivery.read(this.folder, List.of(), ANAS, this.lines::add))
			.matches(VendorFault::retryable);
	}

	@Test
	void what_a_person_found_must_name_her_in_each_record() throws IOException {
		List<AnswerFile> part = List.of(file("a.json", "[{\"m\":\"ana@x\"},{\"app\":\"Teams\"}]"));
		assertThatExceptionOfType(VendorFault.class).isThrownBy(() -> Delivery.found(this.folder, part, ANAS));
		List<JsonNode> records = new ArrayList<>();
		Delivery.found(this.folder, List.of(file("a.json", "[{\"m\":\"ana@x\"}]")), ANAS).read(records::add);
		assertThat(records).hasSize(1);
	}

	private AnswerFile file(String name, String content) throws IOException {
		Files.write(this.folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
		return new AnswerFile(name, AnswerFile.Kind.of(name, name.endsWith(".jpg") ? "image/jpeg" : ""));
	}

}
