package org.dsrhub.correspondence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is found in a vendor's files.
 */
class AnswerTests {

	private static final String ANA = "ana@x";

	@TempDir
	Path folder;

	@ParameterizedTest(name = "{0} {1}")
	@CsvSource(textBlock = """
			# name    | content                                                    | records | matched | concern
			a.json    | [{"m":"ana@x"},{"m":"bo@x"}]                               | 2       | 1       |
			a.json    | {"value":[{"m":"ana@x"}]}                                  | 1       | 1       |
			a.json    | {"m":"ana@x"}                                              | 1       | 1       |
			a.ndjson  | {"m":"ana@x"}~{"m":"bo@x"}~                                | 2       | 1       |
			a.json    | []                                                         | 0       | 0       |
			a.json    | {"value":[]}                                               | 0       | 0       |
			a.json    | [{"m":"bo@x"}]                                             | 1       | 0       | NOT_MATCHED
			a.json    | {}                                                         | 1       | 0       | NOT_MATCHED
			a.json    | {"error":"none"}                                           | 1       | 0       | NOT_MATCHED
			a.json    | {"value":[{"m":"ana@x"}],"nextLink":"https://x/2"}         | 0       | 0       | UNREADABLE
			a.json    | {"value":[{"m":"ana@x"}],"@odata.nextLink":"https://x/2"}  | 0       | 0       | UNREADABLE
			a.json    | {"m":"ana@x"                                               | 0       | 0       | UNREADABLE
			a.json    | [{"m":"ana@x"},{"m":                                       | 0       | 0       | UNREADABLE
			a.json    | {"m":"ana@x","m":"bo@x"}                                   | 0       | 0       | UNREADABLE
			a.json    | ["ana@x"]                                                  | 0       | 0       | UNREADABLE
			a.json    | {"value":["ana@x"]}                                        | 0       | 0       | UNREADABLE
			a.json    | [{"m":"ana@x","n":1e99999999999}]                          | 0       | 0       | UNREADABLE
			a.json    | ''                                                         | 0       | 0       | UNREADABLE
			a.json    | null                                                       | 0       | 0       | UNREADABLE
			a.csv     | m,at~ana@x,1~bo@x,2~                                       | 2       | 1       |
			a.csv     | m;at~ana@x;1~                                              | 1       | 1       |
			a.csv     | <BOM>m,at~ana@x,1~                                        | 1       | 1       |
			a.csv     | m,at~"a ""quoted"", ana@x",1~                              | 1       | 1       |
			a.csv     | m,at~                                                      | 0       | 0       | UNREADABLE
			a.csv     | ana@x,1~bo@x,2~                                            | 0       | 0       | UNREADABLE
			a.csv     | m,m~ana@x,1~                                               | 0       | 0       | UNREADABLE
			a.csv     | m,at~ana@x~                                                | 0       | 0       | UNREADABLE
			a.csv     | m,at~"ana@x,1~                                             | 0       | 0       | UNREADABLE
			a.csv     | Dear customer~                                             | 0       | 0       | UNREADABLE
			a.pdf     | %PDF ana@x                                                 | 0       | 0       | UNREADABLE
			a.txt     | {"m":"ana@x"}                                              | 0       | 0       | UNREADABLE
			a.zip     | {"m":"ana@x"}                                              | 0       | 0       | UNREADABLE
			""", delimiter = '|')
	void a_file_holds_records_or_is_for_a_person(String name, String content, long records, long matched,
			Concern concern) throws IOException {
		Answer answer = look(
				file(name, content.replace('~', '\n').replace("<BOM>", "\uFEFF").getBytes(StandardCharsets.UTF_8)));

		assertThat(answer.records()).isEqualTo(records);
		assertThat(answer.matched()).isEqualTo(matched);
		assertThat(answer.concern(false).orElse(null)).isEqualTo(concern);
		List<JsonNode> read = new ArrayList<>();
		assertThat(answer.read(read::add)).isNull();
		assertThat(read).hasSize((int) records);
	}

	@Test
	void files_in_a_zip_file_are_read_one_by_one() throws IOException {
		Answer answer = look(zip("a.json", "[{\"m\":\"ana@x\"}]", "in/b.csv", "m,at\nana@x,1\nbo@x,2\n"));

		assertThat(answer.concern(false)).isEmpty();
		assertThat(answer.readable()).isEqualTo(2);
		assertThat(answer.records()).isEqualTo(3);
		assertThat(answer.matched()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "../a.json", "/a.json", "a.pdf", "b.zip" })
	void a_zip_file_with_anything_else_is_for_a_person(String name) throws IOException {
		Answer answer = look(zip(name, "[{\"m\":\"ana@x\"}]", "b.json", "[{\"m\":\"ana@x\"}]"));

		assertThat(answer.concern(false)).contains(Concern.UNREADABLE);
		assertThat(answer.concern(true)).isEmpty();
		List<JsonNode> read = new ArrayList<>();
		answer.read(read::add);
		assertThat(read).hasSize(1);
	}

	@Test
	void a_zip_bomb_is_for_a_person() throws IOException {
		Answer answer = look(zip("a.json", "[" + " ".repeat(40 << 20) + "{\"m\":\"ana@x\"}]"));

		assertThat(answer.concern(false)).contains(Concern.UNREADABLE);
	}

	@Test
	void a_zip_file_of_very_many_files_is_for_a_person() throws IOException {
		String[] many = IntStream.range(0, 2002)
			.mapToObj((i) -> (i % 2 == 0) ? i + ".json" : "{\"m\":\"ana@x\"}")
			.toArray(String[]::new);

		assertThat(look(zip(many)).concern(false)).contains(Concern.UNREADABLE);
	}

	@Test
	void pictures_beside_the_data_are_counted_and_alone_they_are_for_a_person() throws IOException {
		AnswerFile logo = file("logo.png", new byte[] { 1 });

		assertThat(look(logo).concern(false)).contains(Concern.UNREADABLE);
		Answer both = Answer.look(this.folder, List.of(logo, file("a.json", "[]".getBytes(StandardCharsets.UTF_8))),
				AnswerTests::ana);
		assertThat(both.concern(false)).isEmpty();
		assertThat(both.line()).containsEntry("pictures", 1L).containsEntry("files", 2L);
	}

	@Test
	void a_person_who_says_found_is_not_believed_when_nothing_is_there() throws IOException {
		assertThat(look(file("a.json", "[]".getBytes(StandardCharsets.UTF_8))).concern(true))
			.contains(Concern.NOT_MATCHED);
	}

	@Test
	void a_file_that_is_not_there_is_no_answer() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> look(new AnswerFile("gone", AnswerFile.Kind.JSON)));
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> look(new AnswerFile("gone", AnswerFile.Kind.ZIP)));
	}

	private Answer look(AnswerFile file) throws IOException {
		return Answer.look(this.folder, List.of(file), AnswerTests::ana);
	}

	private static boolean ana(JsonNode record) {
		return record.path("m").asText().contains(ANA);
	}

	private AnswerFile file(String name, byte[] content) throws IOException {
		Files.write(this.folder.resolve("kept-" + name), content);
		return new AnswerFile("kept-" + name, AnswerFile.Kind.of(name, name.endsWith("png") ? "image/png" : ""));
	}

	private AnswerFile zip(String... entries) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (int i = 0; i < entries.length; i += 2) {
				zip.putNextEntry(new ZipEntry(entries[i]));
				zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
			}
		}
		return file("export.zip", bytes.toByteArray());
	}

}
