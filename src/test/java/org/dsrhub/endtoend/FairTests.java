package org.dsrhub.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.Hold;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsrhub.endtoend.Estate.task;

/**
 * A tenant that asks for much holds up nobody else.
 */
class FairTests {

	private static final String ALERTS = "sources: {include: [defender-alerts]}\n";

	private static final int MANY = 2_000;

	@Test
	void one_request_of_a_tenant_is_completed_while_two_thousand_of_another_are_mostly_open(@TempDir Path folder) {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso");
				SimulatedTenant fabrikam = SimulatedTenant.start("fabrikam")) {
			String many = SamplePeople.settle(contoso, Instant.now()).email();
			String one = SamplePeople.settle(fabrikam, Instant.now()).email();
			contoso.arm().faults().on("alerts?").always().delay(Duration.ofSeconds(2));
			Installation installation = Installation.in(folder)
				.with(contoso, ALERTS)
				.with(fabrikam, ALERTS)
				// What is still open then is of no interest.
				.setting("camel.main.shutdown-timeout", "1");
			try (RunningHub hub = RunningHub.start(installation)) {
				installation.drop("contoso", "many.csv", many(many));
				JdbcClient ledger = hub.part(JdbcClient.class);
				Awaitility.await("all to be registered")
					.atMost(Duration.ofMinutes(3))
					.until(() -> count(ledger, "tenant = 'contoso'") == MANY);
				installation.drop("fabrikam", "one.csv", "reference,right,email\nONE,access," + one + "\n");
				assertThat(hub.closed("fabrikam", "ONE").path("state").asText()).isEqualTo("completed");
				assertThat(count(ledger, "tenant = 'contoso' and closed_at <= (select closed_at from request one"
						+ " where one.tenant = 'fabrikam')"))
					.isLessThan(MANY / 2);
				assertThat(count(ledger, "tenant = 'contoso' and closed_at is null")).isGreaterThan(MANY / 2);
			}
		}
	}

	@Test
	void a_source_that_is_read_for_long_makes_room_between_two_pages_and_goes_on(@TempDir Path folder) {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso");
				SimulatedTenant fabrikam = SimulatedTenant.start("fabrikam")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			String other = SamplePeople.settle(fabrikam, Instant.now()).email();
			contoso.arm().pageSize(1);
			contoso.arm().faults().on("alerts?").always().delay(Duration.ofMillis(500));
			Installation installation = Installation.in(folder)
				.with(contoso, ALERTS)
				.with(fabrikam, ALERTS)
				.setting("hub.work.tasks", "1")
				.setting("hub.work.turn", "PT1S");
			try (RunningHub hub = RunningHub.start(installation)) {
				installation.drop("contoso", "long.csv", "reference,right,email\nLONG,access," + people.email() + "\n");
				JdbcClient ledger = hub.part(JdbcClient.class);
				Awaitility.await()
					.until(() -> ledger.sql("select count(*) from task where progress is not null")
						.query(Long.class)
						.single() == 1);
				installation.drop("fabrikam", "other.csv", "reference,right,email\nOTHER,access," + other + "\n");
				JsonNode shorter = hub.closed("fabrikam", "OTHER");
				JsonNode longer = hub.closed("contoso", "LONG");
				assertThat(Instant.parse(shorter.path("closedAt").asText()))
					.isBefore(Instant.parse(longer.path("closedAt").asText()));
				assertThat(longer.path("state").asText()).isEqualTo("completed");
				assertThat(task(longer, "defender-alerts").path("count").asInt())
					.isEqualTo(people.records("defender-alerts").size());
				assertThat(task(longer, "defender-alerts").path("attempts").asInt()).isGreaterThan(1);
				assertThat(hub.getJson("/api/requests/" + longer.path("id").asText() + "/evidence/verification")
					.path("valid")
					.asBoolean()).isTrue();
			}
		}
	}

	@Test
	void a_package_is_made_while_the_directory_answers_nobody(@TempDir Path folder) {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			String email = SamplePeople.settle(contoso, Instant.now()).email();
			Installation installation = Installation.in(folder)
				.with(contoso, ALERTS)
				.setting("hub.work.requests", "1")
				.setting("camel.main.shutdown-timeout", "1");
			Hold alerts = contoso.arm().faults().on("alerts?").hold();
			try (RunningHub hub = RunningHub.start(installation)) {
				installation.drop("contoso", "first.csv", "reference,right,email\nFIRST,access," + email + "\n");
				Awaitility.await("the first to be read").until(alerts::reached);
				Hold directory = contoso.graph().faults().on("/v1.0/users").hold();
				installation.drop("contoso", "next.csv", "reference,right,email\nNEXT,export," + email + "\n");
				Awaitility.await("the next to be looked up").until(directory::reached);
				alerts.release();
				assertThat(hub.closed("contoso", "FIRST").path("state").asText()).isEqualTo("completed");
				directory.release();
				assertThat(hub.closed("contoso", "NEXT").path("state").asText()).isEqualTo("completed");
			}
		}
	}

	private static String many(String email) {
		StringBuilder text = new StringBuilder("reference,right,email,ipAddresses\n");
		for (int i = 0; i < MANY; i++) {
			text.append("M-%d,access,%s,10.0.%d.%d\n".formatted(i, email, i >> 8, i & 255));
		}
		return text.toString();
	}

	private static long count(JdbcClient ledger, String where) {
		return ledger.sql("select count(*) from request where " + where).query(Long.class).single();
	}

}
