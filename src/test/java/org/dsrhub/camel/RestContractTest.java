package org.dsrhub.camel;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.rest.RestDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds what is served to the contract, and the contract to what is served.
 */
class RestContractTest extends RestTest {

	@Autowired
	CamelContext camel;

	@Test
	void what_is_served_is_promised_and_what_is_promised_is_served() throws Exception {
		Set<String> promised = new TreeSet<>();
		contract().path("paths").properties().forEach((path) -> path.getValue().properties().forEach((operation) -> {
			if (Set.of("get", "post", "put", "patch", "delete").contains(operation.getKey())) {
				promised.add(promised(operation.getKey(), path.getKey(), operation.getValue()));
			}
		}));
		Set<String> served = served((ModelCamelContext) this.camel);
		assertThat(served).isEqualTo(promised);
	}

	private static Set<String> served(ModelCamelContext context) {
		Set<String> served = new TreeSet<>();
		for (RestDefinition rest : context.getRestDefinitions()) {
			rest.getVerbs()
				.forEach((verb) -> served
					.add("%s %s%s takes %s gives %s".formatted(verb.asVerb().toLowerCase(Locale.ROOT), rest.getPath(),
							(verb.getPath() != null) ? verb.getPath() : "", verb.getConsumes(), verb.getProduces())));
		}
		return served;
	}

	private static String promised(String verb, String path, JsonNode operation) {
		Iterator<String> takes = operation.at("/requestBody/content").fieldNames();
		String gives = operation.path("responses")
			.properties()
			.stream()
			.filter((response) -> response.getKey().startsWith("2"))
			.map((response) -> response.getValue().path("content").fieldNames().next())
			.distinct()
			.collect(Collectors.joining());
		return "%s %s takes %s gives %s".formatted(verb, path, takes.hasNext() ? takes.next() : null, gives);
	}

	@Test
	void the_contract_and_the_schema_are_served_as_they_are() throws Exception {
		HttpResponse<String> contract = get("nobody", "/api/openapi.yaml");
		assertThat(contract.headers().firstValue("Content-Type")).hasValue("application/yaml");
		assertThat(new YAMLMapper().readTree(contract.body())).isEqualTo(contract());
		HttpResponse<String> schema = get("nobody", "/api/request.schema.json");
		assertThat(schema.headers().firstValue("Content-Type")).hasValue("application/schema+json");
		assertThat(tree(schema).path("$schema").asText()).contains("2020-12");
	}

	@Test
	void every_reference_in_the_contract_leads_somewhere() throws Exception {
		JsonNode contract = contract();
		Set<String> references = contract.findValuesAsText("$ref").stream().collect(Collectors.toSet());
		assertThat(references).contains("request.schema.json");
		references.stream()
			.filter((reference) -> reference.startsWith("#"))
			.forEach((reference) -> assertThat(contract.at(reference.substring(1)).isMissingNode()).as(reference)
				.isFalse());
	}

	@Test
	void answers_are_as_the_contract_has_them() throws Exception {
		UUID id = request("contoso", "R-contract", "export", "completed-with-exceptions");
		task(id, "users", "failed", "failed", "unreachable");
		task(id, "alerts", "done", "nothing-found", null);
		task(id, "more", "running", null, null);
		String path = "/api/requests/" + id;
		conforms("/components/schemas/Result", get("olga", path).body());
		conforms("/components/schemas/Result", post("olga", "/api/requests", BODY).body());
		conforms("/paths/~1requests/get/responses/200/content/application~1json/schema",
				get("olga", "/api/requests?limit=5").body());
		conforms("/components/schemas/Verification", get("olga", path + "/evidence/verification").body());
		for (String line : get("olga", path + "/evidence").body().split("\n")) {
			conforms("/components/schemas/EvidenceEntry", line);
		}
		conforms("/paths/~1sources/get/responses/200/content/application~1json/schema",
				get("olga", "/api/sources").body());
		conforms("/components/schemas/Problem", get("olga", "/api/nothing").body());
		conforms("/components/schemas/Problem", post("olga", path + "/decision", "{\"decision\":\"perhaps\"}").body());
		conforms("/components/schemas/Problem", get(null, path).body());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/requests", "/api/sources" })
	void an_error_of_every_operation_is_promised(String path) throws Exception {
		JsonNode operation = contract().path("paths").path(path.substring("/api".length())).path("get");
		assertThat(operation.path("responses").properties().stream().map(Map.Entry::getKey)).contains("200", "401",
				"406", "500");
		assertThat(send(call("olga", path).header("Accept", "image/png").method("GET", BodyPublishers.noBody()))
			.statusCode()).isEqualTo(406);
	}

	static void conforms(String pointer, String document) throws Exception {
		JsonNode contract = contract();
		assertThat(contract.at(pointer).isMissingNode()).as(pointer).isFalse();
		JsonSchemaFactory factory = JsonSchemaFactory
			.getInstance(VersionFlag.V202012, (builder) -> builder.schemaLoaders(
					(loaders) -> loaders.schemas(Map.of("https://dsrhub.example/openapi.json", contract.toString()))));
		JsonSchema schema = factory.getSchema(SchemaLocation.of("https://dsrhub.example/openapi.json#" + pointer));
		assertThat(schema.validate(document, InputFormat.JSON)).as(document).isEmpty();
	}

	private static JsonNode contract() throws Exception {
		try (InputStream contract = RestContractTest.class.getResourceAsStream("/openapi/openapi.yaml")) {
			return new YAMLMapper().readTree(contract);
		}
	}

}
