package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README's example of a new source, taken from it as it stands there.
 */
class AddASourceTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final String SOURCE = "role-assignments";

	private static final String ANSWER = """
			{"value": [
			  {"id": "/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/one", "name": "one",
			   "type": "Microsoft.Authorization/roleAssignments",
			   "properties": {"principalId": "%1$s", "principalType": "User", "scope": "/subscriptions/s",
			     "description": "Asked for by diana@contoso.example", "createdOn": "2026-01-05T08:00:00Z",
			     "createdBy": "%2$s", "updatedBy": "%1$s"}},
			  {"id": "/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/two", "name": "two",
			   "type": "Microsoft.Authorization/roleAssignments",
			   "properties": {"principalId": "%2$s", "principalType": "User", "scope": "/subscriptions/s",
			     "createdBy": "%2$s", "updatedBy": "%2$s"}}]}
			""";

	private static final String OTHER = "6f7c0a5e-58f5-4f0b-9d43-0d4be0ee7a01";

	@Test
	void the_source_that_the_readme_adds_is_read_and_others_are_taken_out_of_it(@TempDir Path folder)
			throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			HttpServer arm = serve(ANSWER.formatted(people.objectId(), OTHER));
			try {
				Installation installation = Installation.in(folder).with(contoso, tenant(contoso, arm));
				Files.writeString(folder.resolve("config/sources/" + SOURCE + ".yaml"), readme());
				JsonNode record = record(installation, people);
				assertThat(record.path("matchedBy")).extracting(JsonNode::asText).containsExactly("objectId");
				assertThat(record.path("provenance").path("apiVersion").asText()).isEqualTo("2022-04-01");
				JsonNode properties = record.path("data").path("properties");
				assertThat(properties.path("principalId").asText()).isEqualTo(people.objectId());
				assertThat(properties.path("createdBy").asText()).isEqualTo("[redacted]");
				assertThat(properties.path("description").asText()).isEqualTo("Asked for by [redacted]");
			}
			finally {
				arm.stop(0);
			}
		}
	}

	private static String tenant(SimulatedTenant contoso, HttpServer arm) {
		return """
				endpoints: {login: "%s", graph: "%s", arm: "http://127.0.0.1:%d"}
				subscriptions: [%s]
				sources: {include: [%s]}
				""".formatted(contoso.login().url(), contoso.graph().url(), arm.getAddress().getPort(),
				contoso.subscriptions().get(0), SOURCE);
	}

	private static JsonNode record(Installation installation, SamplePeople people) throws IOException {
		try (RunningHub hub = RunningHub.start(installation)) {
			installation.drop("contoso", "one.json",
					"{\"reference\":\"R-1\",\"tenant\":\"contoso\",\"right\":\"access\",\"subject\":{\"email\":\"%s\"}}"
						.formatted(people.email()));
			JsonNode result = hub.closed("contoso", "R-1");
			assertThat(result.path("state").asText()).as(result.toPrettyString()).isEqualTo("completed");
			assertThat(result.path("tasks").path(0).path("count").asInt()).isEqualTo(1);
			Path zip = installation.data().resolve("packages").resolve(result.path("package").path("path").asText());
			return JSON.readTree(Leak.entries(Files.readAllBytes(zip)).get("Azure/" + SOURCE + ".json")).path(0);
		}
	}

	private static String readme() throws IOException {
		Matcher block = Pattern.compile("```yaml\\n(source: " + SOURCE + " [^\\n]*\\n.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("README.md")));
		assertThat(block.find()).as("README.md holds the example").isTrue();
		return block.group(1);
	}

	private static HttpServer serve(String answer) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (call) -> {
			boolean known = call.getRequestURI()
				.toString()
				.matches("/subscriptions/[0-9a-f-]{36}/providers/Microsoft.Authorization/roleAssignments"
						+ "\\?api-version=2022-04-01.*");
			byte[] body = (known ? answer : "{}").getBytes(StandardCharsets.UTF_8);
			call.getResponseHeaders().set("Content-Type", "application/json");
			call.sendResponseHeaders(known ? 200 : 404, body.length);
			call.getResponseBody().write(body);
			call.close();
		});
		server.start();
		return server;
	}

}
