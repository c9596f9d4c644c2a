package org.dsrhub.configuration;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.propertyeditors.URIEditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HubPropertiesTests {

	@Test
	void a_node_is_called_as_it_is_told_to_be_and_else_as_its_host_is() throws UnknownHostException {
		assertThat(named("hub-1").node()).isEqualTo("hub-1");
		assertThat(named("").node()).isEqualTo(InetAddress.getLocalHost().getHostName());
	}

	@ParameterizedTest
	@CsvSource({ "https://dsr.contoso.example, https://dsr.contoso.example",
			"https://dsr.contoso.example:8443/, https://dsr.contoso.example:8443",
			"https://contoso.example/dsr/, https://contoso.example/dsr", "http://localhost:8080, http://localhost:8080",
			"http://127.0.0.1, http://127.0.0.1", "http://[::1]:8080/, http://[::1]:8080" })
	void people_reach_the_hub_by_https_or_on_the_same_machine(String given, String url) {
		assertThat(reached(given).publicUrl()).hasToString(url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://dsr.contoso.example", "ftp://localhost", "https:///x", "dsr.contoso.example",
			"https://a@contoso.example", "https://contoso.example?x", "https://contoso.example#x",
			"http://localhost.contoso.example", "http://127.0.0.1.contoso.example" })
	void no_other_address_is_taken(String given) {
		assertThatExceptionOfType(InvalidConfiguration.class).isThrownBy(() -> reached(given))
			.withMessageContaining("hub.public-url: must begin with https://");
	}

	private static HubProperties named(String node) {
		return properties(node, null);
	}

	private static HubProperties reached(String url) {
		URIEditor editor = new URIEditor();
		editor.setAsText(url);
		return properties("hub", (URI) editor.getValue());
	}

	private static HubProperties properties(String node, URI url) {
		Path path = Path.of(".");
		Duration second = Duration.ofSeconds(1);
		return new HubProperties(path, path, path, path, path, node, second, second, second, second,
				new HubProperties.Work(1, 1, 1), Duration.ofDays(7), url, Duration.ofDays(7),
				new HubProperties.Evidence(null));
	}

}
