package org.dsrhub.task;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Requests;
import org.dsrhub.task.Traces.Trace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

class TracesTests {

	private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

	private final MovingClock clock = new MovingClock(NOW);

	private final EvidenceLog evidence = mock(EvidenceLog.class);

	private JdbcClient ledger;

	private Traces traces;

	@BeforeEach
	void setUp(@TempDir Path folder) {
		this.ledger = new Workshop(folder).jdbc();
		this.traces = new Traces(this.ledger, mock(Requests.class), this.evidence, this.clock);
	}

	@Test
	void a_change_is_looked_up_at_once_and_then_each_minute() {
		add("contoso");
		assertThat(this.traces.claimDue()).hasSize(1).allMatch(this.traces::isDue);
		assertThat(this.traces.claimDue()).isEmpty();
		this.clock.pass(Duration.ofMinutes(1));
		assertThat(this.traces.claimDue()).hasSize(1);
	}

	@Test
	void while_the_log_of_a_tenant_wants_a_pause_none_of_its_changes_is_looked_up() {
		add("contoso");
		add("contoso");
		add("fabrikam");
		List<Trace> claimed = this.traces.claimDue();
		this.traces.rest("contoso", NOW.plus(Duration.ofHours(1)));
		assertThat(claimed).hasSize(3)
			.filteredOn(this.traces::isDue)
			.extracting(Trace::tenant)
			.containsExactly("fabrikam");
		this.clock.pass(Duration.ofMinutes(59));
		assertThat(this.traces.claimDue()).extracting(Trace::tenant).containsExactly("fabrikam");
		this.clock.pass(Duration.ofMinutes(1));
		assertThat(this.traces.claimDue()).hasSize(3);
	}

	@Test
	void a_shorter_pause_does_not_end_a_longer_one() {
		add("contoso");
		this.traces.rest("contoso", NOW.plus(Duration.ofHours(1)));
		this.traces.rest("contoso", NOW.plus(Duration.ofMinutes(1)));
		this.clock.pass(Duration.ofMinutes(30));
		assertThat(this.traces.claimDue()).isEmpty();
	}

	@Test
	void however_long_a_pause_the_log_wants_the_evidence_says_in_the_end_that_nothing_was_found() {
		add("contoso");
		assertThat(this.traces.claimDue()).hasSize(1);
		this.traces.rest("contoso", NOW.plus(Duration.ofDays(300)));
		this.clock.pass(Duration.ofHours(2).plusMillis(1));
		assertThat(this.traces.claimDue()).isEmpty();
		verify(this.evidence, times(1)).append(any(), eq("change-not-traced"), any(), any());
		this.clock.pass(Duration.ofDays(400));
		assertThat(this.traces.claimDue()).isEmpty();
		verify(this.evidence, times(1)).append(any(), any(), any(), any());
	}

	private void add(String tenant) {
		UUID id = UUID.randomUUID();
		this.ledger
			.sql("insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by, roles, "
					+ "received_at, registered_at, deadline, evidence_hash) values (?, ?, ?, 'erase', 'fulfilling', '{}', "
					+ "'', 'rest', 'olga', '', ?, ?, '2026-12-24', '')")
			.params(id, tenant, id.toString(), Timestamps.of(NOW), Timestamps.of(NOW))
			.update();
		RequestRow request = mock(RequestRow.class);
		given(request.id()).willReturn(id);
		given(request.tenant()).willReturn(tenant);
		this.traces.add(request, "defender-jit-policies",
				"/subscriptions/4f1f1d0c-0a5f-4b0e-8f61-0d1c8b6c7a10/providers/x", "c-1");
	}

}
