package org.dsrhub.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HubPropertiesTests {

	@Test
	void a_node_is_called_as_it_is_told_to_be_and_else_as_its_host_is() throws UnknownHostException {
		assertThat(named("hub-1").node()).isEqualTo("hub-1");
		assertThat(named("").node()).isEqualTo(InetAddress.getLocalHost().getHostName());
	}

	private static HubProperties named(String node) {
		Path path = Path.of(".");
		Duration second = Duration.ofSeconds(1);
		return new HubProperties(path, path, path, path, path, node, second, second, second, second,
				new HubProperties.Work(1, 1), Duration.ofDays(7), null, Duration.ofDays(7));
	}

}
