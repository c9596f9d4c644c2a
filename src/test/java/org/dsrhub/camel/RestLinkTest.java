package org.dsrhub.camel;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.database.Timestamps;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.when;

/**
 * Links to packages, as operators make them and people follow them.
 */
class RestLinkTest extends RestTest {

	@BeforeEach
	void store() {
		doAnswer((call) -> Optional.of(new ByteArrayInputStream("zip".getBytes()))).when(this.packages).open(any());
		when(this.packages.address(any())).thenReturn(Optional.empty());
	}

	@Test
	void a_link_shows_a_page_as_often_as_wanted_and_gives_the_package_without_a_login() throws Exception {
		UUID id = packaged("contoso");
		JsonNode made = make(id);
		assertThat(Instant.parse(made.path("expiresAt").asText())).isBetween(Instant.now().plus(Duration.ofDays(6)),
				Instant.now().plus(Duration.ofDays(7)));
		String path = path(made);
		for (int i = 0; i < 10; i++) {
			HttpResponse<String> page = get(null, path);
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.body()).contains("Your package: request R-" + id, "<form method=\"post\"><button>");
			assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
			closed(page);
		}
		HttpResponse<String> given = open(path);
		assertThat(given.statusCode()).isEqualTo(200);
		assertThat(given.body()).isEqualTo("zip");
		assertThat(given.headers().firstValue("Content-Type")).hasValue("application/zip");
		assertThat(given.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"package.zip\"");
		closed(given);
	}

	@Test
	void a_link_is_used_once_and_a_download_that_broke_off_is_begun_again_for_a_quarter_of_an_hour() throws Exception {
		String path = path(make(packaged("contoso")));
		assertThat(open(path).statusCode()).isEqualTo(200);
		assertThat(open(path).statusCode()).isEqualTo(200);
		set(path, "used_at", Instant.now().minus(Duration.ofMinutes(14)));
		assertThat(open(path).statusCode()).isEqualTo(200);
		set(path, "used_at", Instant.now().minus(Duration.ofMinutes(16)));
		assertThat(open(path).statusCode()).isEqualTo(404);
		assertThat(get(null, path).statusCode()).isEqualTo(404);
	}

	@Test
	void five_downloads_are_enough() throws Exception {
		String path = path(make(packaged("contoso")));
		for (int i = 0; i < 5; i++) {
			assertThat(open(path).statusCode()).isEqualTo(200);
		}
		assertThat(open(path).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "discovering", "cancelled", "declined", "attention" })
	void a_link_is_gone_when_its_request_is_opened_again(String state) throws Exception {
		UUID id = packaged("contoso");
		String path = path(make(id));
		this.jdbc.sql("update request set state = ? where id = ?").params(state, id).update();
		gone(path);
	}

	@Test
	void a_link_is_gone_when_there_is_a_newer_package_or_its_time_is_over_and_every_page_is_the_same()
			throws Exception {
		UUID id = packaged("contoso");
		String older = path(make(id));
		this.jdbc.sql("update request set revision = 2 where id = ?").param(id).update();
		String expired = path(make(id));
		set(expired, "expires_at", Instant.now());
		String never = "/packages/" + "A".repeat(43);
		assertThat(List.of(gone(older), gone(expired), gone(never))).containsOnly(gone(never));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/packages", "/packages/", "/packages/short", "/packages/%s/more", "/packages/%s.zip" })
	void no_other_path_is_open(String path) throws Exception {
		problem(get(null, path.formatted("A".repeat(43))), 404);
	}

	@Test
	void a_container_that_can_is_left_to_give_it() throws Exception {
		when(this.packages.address(any()))
			.thenReturn(Optional.of(URI.create("https://account.blob.core.windows.net/dsr/package.zip?sig=s")));
		HttpResponse<String> answer = open(path(make(packaged("contoso"))));
		assertThat(answer.statusCode()).isEqualTo(303);
		assertThat(answer.headers().firstValue("Location"))
			.hasValue("https://account.blob.core.windows.net/dsr/package.zip?sig=s");
		closed(answer);
	}

	@ParameterizedTest
	@CsvSource({ "PrivacyOperator, 403", "Reader, 403", "AccountAdministrator, 201", "fred, 404" })
	void who_may_download_a_package_may_make_a_link(String user, int status) throws Exception {
		UUID id = packaged("contoso");
		task(id, "alerts", "done", "found", null);
		assertThat(post(user, "/api/requests/" + id + "/link", "").statusCode()).isEqualTo(status);
	}

	@Test
	void without_a_package_there_is_no_link_and_an_open_request_has_none_yet() throws Exception {
		UUID none = request("contoso", "R-" + UUID.randomUUID(), "export", "completed");
		problem(post("olga", "/api/requests/" + none + "/link", ""), 404);
		UUID open = packaged("contoso");
		this.jdbc.sql("update request set state = 'fulfilling' where id = ?").param(open).update();
		problem(post("olga", "/api/requests/" + open + "/link", ""), 409);
	}

	@Test
	void the_ledger_and_the_evidence_know_of_the_link_and_not_the_token() throws Exception {
		UUID id = packaged("contoso");
		String path = path(make(id));
		open(path);
		String token = path.substring("/packages/".length());
		String evidence = get("olga", "/api/requests/" + id + "/evidence").body();
		assertThat(evidence).contains("\"link-made\"", "\"link-opened\"").doesNotContain(token, "127.0.0.1");
		assertThat(this.jdbc.sql("select token_sha256 from package_link where request = ?")
			.param(id)
			.query(String.class)
			.single()).matches("[0-9a-f]{64}").isNotEqualTo(token);
	}

	private UUID packaged(String tenant) {
		UUID id = request(tenant, UUID.randomUUID().toString(), "export", "completed");
		this.jdbc
			.sql("update request set reference = ?, revision = 1, package_path = 'p', package_bytes = 3,"
					+ " package_sha256 = 'x' where id = ?")
			.params("R-" + id, id)
			.update();
		return id;
	}

	private JsonNode make(UUID id) throws Exception {
		HttpResponse<String> made = post("olga", "/api/requests/" + id + "/link", "");
		assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
		return tree(made);
	}

	private static String path(JsonNode made) {
		String url = made.path("url").asText();
		assertThat(url).matches("https://dsr\\.contoso\\.example/packages/[A-Za-z0-9_-]{43}");
		return URI.create(url).getPath();
	}

	private HttpResponse<String> open(String path) throws Exception {
		return send(call(null, path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.noBody()));
	}

	private String gone(String path) throws Exception {
		HttpResponse<String> page = get(null, path);
		HttpResponse<String> used = open(path);
		assertThat(page.statusCode()).isEqualTo(404);
		assertThat(used.statusCode()).isEqualTo(404);
		assertThat(used.body()).isEqualTo(page.body());
		closed(page);
		closed(used);
		return page.body();
	}

	private static void closed(HttpResponse<String> answer) {
		assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
		assertThat(answer.headers().firstValue("Cache-Control"))
			.hasValueSatisfying((value) -> assertThat(value).contains("no-store"));
		assertThat(answer.headers().firstValue("Content-Security-Policy"))
			.hasValueSatisfying((value) -> assertThat(value).startsWith("default-src 'none'"));
	}

	private void set(String path, String column, Instant value) {
		this.jdbc.sql("update package_link set %s = ? where token_sha256 = ?".formatted(column))
			.params(Timestamps.of(value), HexFormat.of().formatHex(sha256(path.substring("/packages/".length()))))
			.update();
	}

	private static byte[] sha256(String text) {
		return Sha256.digest().digest(text.getBytes());
	}

}
