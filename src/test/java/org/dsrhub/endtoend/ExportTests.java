package org.dsrhub.endtoend;

import java.nio.file.Path;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ExportTests {

	@Test
	void a_first_look(@TempDir Path folder) {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(folder).with(contoso, "");
			try (RunningHub hub = RunningHub.start(installation)) {
				installation.drop("contoso", "one.json",
						"{\"reference\":\"R-1\",\"tenant\":\"contoso\",\"right\":\"export\",\"subject\":{\"email\":\""
								+ people.email() + "\"}}");
				JsonNode result = hub.closed("contoso", "R-1");
				System.out.println(result.toPrettyString());
				assertThat(result.path("state").asText()).isEqualTo("completed");
			}
		}
	}

}
