package org.dsrhub.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.dsrhub.simulated.Call;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A directory is called no more often than the tenant's file says.
 */
class DirectoryRateTests {

	@Test
	void people_are_looked_up_no_faster_than_the_tenant_allows(@TempDir Path folder) {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(folder).with(contoso, """
					sources: {include: [defender-alerts]}
					limits: {directory: {calls: 2, per: PT1S, of: directory}}
					""");
			try (RunningHub hub = RunningHub.start(installation)) {
				installation.drop("contoso", "two.csv", "reference,right,email\nR-1,discover,%s\nR-2,discover,%s\n"
					.formatted(people.email(), people.otherSubjects().get(0)));
				for (String reference : List.of("R-1", "R-2")) {
					assertThat(hub.closed("contoso", reference).path("state").asText()).isEqualTo("completed");
				}
			}
			List<Instant> lookups = contoso.graph().calls().stream().map(Call::at).sorted().toList();
			assertThat(lookups).hasSizeGreaterThan(6);
			// The first call of a hub is on its way for longer than the next.
			assertThat(Duration.between(lookups.get(2), lookups.get(lookups.size() - 1)))
				.isGreaterThanOrEqualTo(Duration.ofSeconds((lookups.size() - 3) / 2));
		}
	}

}
