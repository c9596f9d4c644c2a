package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CheckTests {

	@TempDir
	Path folder;

	@Test
	void try_it() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(this.folder).with(contoso, "");
			CheckProcess check = CheckProcess.run(installation, Map.of(), "contoso");
			System.out.println(check.output());
			assertThat(check.code()).isEqualTo(0);
		}
	}

}
