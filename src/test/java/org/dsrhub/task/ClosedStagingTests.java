package org.dsrhub.task;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.Workshop;
import org.dsrhub.request.HeldSubjects;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.source.Right;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class ClosedStagingTests {

	private final UUID id = UUID.randomUUID();

	private final HeldSubjects holds = mock(HeldSubjects.class);

	private final Requests requests = mock(Requests.class);

	@ParameterizedTest
	@CsvSource({ "COMPLETED, COMPLETED, false, true", "COMPLETED, COMPLETED, true, false",
			"COMPLETED, DISCOVERING, false, false", "PACKAGING, PACKAGING, false, false", ", , false, false" })
	void what_is_left_of_a_request_goes_once_it_is_closed_and_nobody_holds_or_retries_it(RequestState state,
			RequestState locked, boolean held, boolean goes, @TempDir Path folder) throws Exception {
		RequestRow row = mock(RequestRow.class);
		given(row.state()).willReturn(state);
		given(this.requests.find(this.id)).willReturn(Optional.ofNullable(state).map((known) -> row));
		given(this.requests.lock(this.id)).willReturn(new LockedRequest(this.id, "contoso", Right.EXPORT, locked));
		given(this.holds.hold(this.id)).willReturn(held ? Optional.of(UUID.randomUUID()) : Optional.empty());
		Staging staging = new Staging(new Workshop(folder).hub(), new ObjectMapper());
		Path left = staging.folder("contoso", this.id);
		assertThat(new ClosedStaging(staging, this.holds, this.requests).removeLeft("contoso", this.id))
			.isEqualTo(goes);
		assertThat(left.toFile().exists()).isNotEqualTo(goes);
	}

}
