package org.dsrhub.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.dsrhub.packaging.PackageContent.Segment;
import org.dsrhub.packaging.PackageContent.SourceContent;
import org.dsrhub.source.NotPersons;
import org.dsrhub.source.Source;
import org.dsrhub.task.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PackagePageTest {

	private static final Source ALERTS = PackageSamples.source("Defender for Cloud", "defender-alerts");

	@TempDir
	private Path folder;

	@Test
	void hostile_values_stay_text() throws IOException {
		String page = page(
				one("""
						{"title":"<script>alert('x')</script>","template":"{{reference}}","close":"</dd></dl><img src=x onerror=y>",\
						"\\"><b>key":"\\u0000\\u001b[31m\\u202egnp.exe\\u0085","link":"javascript:alert(1)","lone":"\\ud800"}"""));
		assertThat(page).doesNotContain("<script", "<img", "<b>", "\u0000", "\u001b", "\u202e", "\u0085", "href=\"java")
			.contains("&lt;script&gt;", "{{reference}}", "\uFFFDgnp.exe\uFFFD");
	}

	@Test
	void it_needs_nothing_from_elsewhere() throws IOException {
		String page = page(one("{\"a\":1}"));
		assertThat(page).startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
			.contains("default-src 'none'", "<caption>", "scope=\"col\"")
			.doesNotContain("src=", "<link", "@import", "url(");
		assertThat(Stream.of(page.split("href=\"")).skip(1))
			.allMatch((rest) -> rest.startsWith("#") || rest.startsWith("./"));
	}

	@Test
	void it_says_the_facts_of_article_15_for_each_source() throws IOException {
		assertThat(page(one("{\"a\":1}"))).contains("security alerts", "Protecting the organisation&#39;s systems",
				"legitimate interests (GDPR art. 6(1)(f))", "The security team; Microsoft as processor", "two years",
				"Defender for Cloud, as the organisation uses it", "lodge a complaint", "art. 16", "art. 17", "art. 18",
				"art. 21", "art. 22", "art. 15(2)");
	}

	@Test
	void at_most_fifty_records_are_shown_and_the_rest_is_pointed_at() throws IOException {
		String page = page(PackageSamples.found(ALERTS, 51, PackageSamples.staged(this.folder.resolve("51.ndjson"), 51,
				(number) -> PackageSamples.record("defender-alerts", "{\"n\":" + number + "}"))));
		assertThat(page)
			.contains("Record 50<", "The first 50 of 51 records are shown here.",
					"href=\"./Defender%20for%20Cloud/defender-alerts.json\"")
			.doesNotContain("Record 51<");
	}

	@Test
	void what_is_not_given_is_said_in_plain_words() throws IOException {
		String page = page(
				PackageSamples.without(ALERTS, Outcome.RETAINED, "retained", "kept two years by Microsoft",
						Instant.parse("2027-12-31T00:00:00Z")),
				PackageSamples.without(PackageSamples.source("Entra ID", "entra-user"), Outcome.REFUSED, "role",
						"export needs the role TenantAdministrator", null),
				PackageSamples.without(PackageSamples.source("Azure", "activity-log"), Outcome.NOT_SEARCHABLE,
						"no-identifier", null, null),
				PackageSamples.without(PackageSamples.source("IoT Central", "iot-central-users"), Outcome.FAILED,
						"unreachable", null, null),
				PackageSamples.without(PackageSamples.source("Defender for Cloud", "defender-jit-policies"),
						Outcome.NOTHING_FOUND, null, null, null));
		assertThat(page).contains("This package is not complete", "keeps these data until 31 December 2027",
				"export needs the role TenantAdministrator", "can only be searched by e-mail address",
				"the service could not be reached, so this source may hold data about you",
				"Searched; nothing about you was found.", "0 of 5 sources hold data about you");
	}

	@Test
	void what_a_person_left_out_is_said_in_plain_words() throws IOException {
		Segment staged = PackageSamples.staged(this.folder.resolve("one.ndjson"),
				PackageSamples.record("defender-alerts", "{\"a\":\"[left out]\"}").replace("unclassified", "internal"));
		String page = page(new SourceContent(ALERTS, Outcome.FOUND, null, null, null, 1, 0, 2, 1, NotPersons.NONE, null,
				null, List.of(staged)));
		assertThat(page)
			.contains("1 record about you was found. 2 more were left out by a decision of the organisation. "
					+ "1 value in what is given was left out by a decision of the organisation and reads “[left out]”.",
					"classified by the organisation as internal");
	}

	@Test
	void long_and_deep_values_are_cut_and_say_so() throws IOException {
		String page = page(one("{\"long\":\"" + "x".repeat(3000) + "\",\"many\":[" + "1,".repeat(500) + "1],\"deep\":"
				+ "[".repeat(900) + "]".repeat(900) + "}"));
		assertThat(page).contains("(1000 more characters in the file)", "301 more in the file").hasSizeLessThan(60_000);
	}

	@Test
	void an_installation_may_have_its_own_page() throws IOException {
		Files.writeString(this.folder.resolve("index.mustache"),
				"Dear {{reference}}, {{#sources}}{{title}}{{/sources}}");
		assertThat(page(one("{\"a\":1}"))).isEqualTo("Dear R-1, Defender for Cloud: defender-alerts");
	}

	private SourceContent one(String data) {
		return PackageSamples.found(ALERTS, 1, PackageSamples.staged(this.folder.resolve("one.ndjson"),
				PackageSamples.record("defender-alerts", data)));
	}

	private String page(SourceContent... sources) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new PackagePage(this.folder).write(PackageSamples.content(1, sources), out);
		return out.toString(StandardCharsets.UTF_8);
	}

}
