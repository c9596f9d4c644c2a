package org.dsrhub.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.change.Call;
import org.dsrhub.change.Notes;
import org.dsrhub.change.Step.End;
import org.dsrhub.configuration.ConfigurationFile;
import org.dsrhub.database.Transactions;
import org.dsrhub.node.Pausing;
import org.dsrhub.record.RecordNormaliser;
import org.dsrhub.request.HeldSubjects;
import org.dsrhub.request.RequestDocument;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.Work;
import org.dsrhub.source.CircuitOpen;
import org.dsrhub.source.Right;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.Source;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Identity;
import org.dsrhub.subject.Subject;
import org.dsrhub.tenant.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

/**
 * What an erasure of an account tells of its service.
 */
class FulfilmentTests {

	private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

	private static final String ANA = "2a8b1f0e-0000-4000-8000-000000000001";

	private static final String BO = "2a8b1f0e-0000-4000-8000-000000000002";

	private static final String SOURCE = "entra-user";

	private static final Exception DEAD = new IOException("reset");

	private static final JsonNode ENTRY = JsonNodeFactory.instance.objectNode().put("id", ANA);

	/** More than the second for which a node believes what it read. */
	private static final Duration LOOK = Duration.ofMillis(1100);

	private final MovingClock clock = new MovingClock(NOW);

	private final Changes changes = mock(Changes.class);

	private final CallRates rates = mock(CallRates.class);

	private final TaskProgress progress = mock(TaskProgress.class);

	private Path folder;

	private Workshop shop;

	private Tenant tenant;

	private Circuits one;

	private Circuits other;

	@BeforeEach
	void setUp(@TempDir Path folder) {
		this.folder = folder;
		this.shop = new Workshop(folder);
		this.tenant = this.shop.tenants().get("contoso");
		this.one = node();
		this.other = node();
		given(this.changes.begin(any(), any(), any(), any(), any())).willReturn(true);
	}

	@Test
	void a_change_that_is_to_try_the_service_and_meets_a_legal_hold_leaves_that_to_another() {
		Fulfilment erasure = erasure(Notes.none());
		read(erasure, ENTRY);
		open();
		this.clock.pass(Duration.ofMinutes(1));
		given(this.changes.begin(any(), any(), any(), any(), any())).willReturn(false);
		assertThat(erasure.next()).isEmpty();
		assertRefusedByHold();
		this.clock.pass(LOOK);
		this.other.require(this.tenant, SOURCE);
		assertRests(this.one);
	}

	@Test
	void a_reading_that_tries_the_service_closes_the_circuit_where_a_legal_hold_forbids_the_change() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		given(this.changes.begin(any(), any(), any(), any(), any())).willReturn(false);
		Fulfilment erasure = erasure(Notes.none());
		read(erasure, ENTRY);
		assertThat(erasure.next()).isEmpty();
		assertRefusedByHold();
		assertCalled();
	}

	@Test
	void a_service_that_can_be_read_and_takes_no_change_is_in_trouble() {
		for (int i = 0; i < 5; i++) {
			Fulfilment erasure = erasure(Notes.none());
			read(erasure, ENTRY);
			assertThat(erasure.next()).map(Call::method).contains(Call.Method.DELETE);
			this.one.after(this.tenant, SOURCE, DEAD);
		}
		assertRests(this.other);
	}

	@Test
	void the_change_that_tries_the_service_is_made_after_its_reading_and_closes_the_circuit() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		Fulfilment erasure = erasure(Notes.none());
		read(erasure, ENTRY);
		this.clock.pass(LOOK);
		assertRests(this.other);
		answered(erasure, erasure.next().orElseThrow(), 204, null);
		assertCalled();
	}

	@Test
	void a_token_that_is_refused_after_a_change_closes_no_circuit() {
		Fulfilment erasure = erasure(Notes.none());
		read(erasure, ENTRY);
		answered(erasure, erasure.next().orElseThrow(), 204, null);
		open();
		this.clock.pass(Duration.ofMinutes(1));
		erasure.next();
		erasure.heard(ServiceLimits.NONE);
		this.clock.pass(LOOK);
		assertRests(this.other);
	}

	@Test
	void a_reading_that_tries_the_service_closes_the_circuit_where_the_task_waits() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		Fulfilment erasure = erasure(Notes.none().beginning("soft-delete", NOW.toString()));
		read(erasure, null);
		read(erasure, ENTRY);
		assertThat(erasure.next()).isEmpty();
		verify(this.changes).rest(any(), any(), any());
		assertCalled();
	}

	@Test
	void a_reading_that_tries_the_service_closes_the_circuit_where_a_person_has_to_look() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		Fulfilment erasure = erasure(Notes.none().with(Notes.WAITED, NOW.toString()));
		read(erasure, ENTRY);
		assertThat(erasure.next()).isEmpty();
		verify(this.changes).attention(any(), any(), any());
		assertCalled();
	}

	@Test
	void a_reading_waits_for_its_turn_and_for_that_of_the_change_that_follows_it_at_once() throws IOException {
		Source.Rate rate = new Source.Rate(2, Duration.ofSeconds(3), "vendor");
		Fulfilment erasure = erasure(Notes.none(), rated(), ANA, BO);
		InOrder order = inOrder(this.rates, this.changes);
		read(erasure, null);
		order.verify(this.rates).awaitPair("contoso", rate, false);
		read(erasure, null);
		order.verify(this.rates).awaitPair("contoso", rate, true);
		read(erasure, ENTRY);
		order.verify(this.rates).awaitPair("contoso", rate, false);
		Call delete = erasure.next().orElseThrow();
		order.verify(this.changes).begin(any(), any(), any(), any(), any());
		erasure.turn();
		answered(erasure, delete, 204, null);
		order.verify(this.changes).answered(any(), any(), any(), any(), anyInt(), any());
		read(erasure, null);
		order.verify(this.rates).awaitPair("contoso", rate, true);
		verifyNoMoreInteractions(this.rates);
	}

	@Test
	void a_service_that_got_into_trouble_while_its_turn_was_waited_for_is_not_called() throws IOException {
		Fulfilment erasure = erasure(Notes.none(), rated(), ANA);
		erasure.next();
		this.other.after(this.tenant, SOURCE,
				new VendorFault(Reason.THROTTLED, true, NOW.plusSeconds(60), "HTTP 429", null));
		this.clock.pass(LOOK);
		assertThatExceptionOfType(CircuitOpen.class).isThrownBy(erasure::turn);
	}

	@Test
	void a_change_whose_token_was_refused_follows_from_another_reading_and_is_refused_once_only() throws IOException {
		Source.Rate rate = new Source.Rate(2, Duration.ofSeconds(3), "vendor");
		Fulfilment erasure = erasure(Notes.none(), rated(), ANA);
		read(erasure, ENTRY);
		refuse(erasure);
		assertThat(erasure.renew()).isTrue();
		read(erasure, ENTRY);
		verify(this.rates).awaitPair("contoso", rate, false);
		verify(this.rates).awaitPair("contoso", rate, true);
		verify(this.changes).begin(any(), any(), any(), any(), any());
		refuse(erasure);
		assertThat(erasure.renew()).isFalse();
	}

	@Test
	void a_hold_set_while_a_change_waits_for_another_turn_forbids_it() throws IOException {
		Fulfilment erasure = erasure(Notes.none(), rated(), ANA);
		read(erasure, ENTRY);
		refuse(erasure);
		given(this.changes.begin(any(), any(), any(), any(), any())).willReturn(false);
		read(erasure, ENTRY);
		erasure.next();
		ArgumentCaptor<End> end = ArgumentCaptor.forClass(End.class);
		verify(this.changes).ended(any(), any(), any(), end.capture());
		assertThat(end.getValue().kind()).isEqualTo(End.Kind.REFUSED);
	}

	/**
	 * The next call deletes, and its token is refused.
	 */
	private static void refuse(Fulfilment erasure) {
		assertThat(erasure.next()).map(Call::method).contains(Call.Method.DELETE);
		erasure.turn();
		erasure.heard(ServiceLimits.NONE);
	}

	private Path rated() throws IOException {
		Path source = this.folder.resolve(SOURCE + ".yaml");
		Files.writeString(source, Files.readString(Path.of("config", "sources", SOURCE + ".yaml"))
			.replace("collect:\n", "collect:\n  rate: {calls: 2, per: PT3S, of: vendor}\n"));
		return source;
	}

	/**
	 * The next call reads.
	 * @param body null where there is nothing
	 */
	private static void read(Fulfilment erasure, JsonNode body) {
		Call call = erasure.next().orElseThrow();
		assertThat(call.method()).isEqualTo(Call.Method.GET);
		erasure.turn();
		answered(erasure, call, (body != null) ? 200 : 404, body);
	}

	private static void answered(Fulfilment erasure, Call call, int status, JsonNode body) {
		erasure.answered(call, status, body, null);
		erasure.heard(ServiceLimits.NONE);
	}

	private void assertRefusedByHold() {
		ArgumentCaptor<End> end = ArgumentCaptor.forClass(End.class);
		verify(this.changes).ended(any(), any(), any(), end.capture());
		assertThat(end.getValue()).isEqualTo(new End(End.Kind.REFUSED, HeldSubjects.RULE, null));
	}

	/**
	 * Two may call at once: nobody tries the service.
	 */
	private void assertCalled() {
		this.clock.pass(LOOK);
		this.other.require(this.tenant, SOURCE);
		this.one.require(this.tenant, SOURCE);
	}

	private void assertRests(Circuits node) {
		assertThatExceptionOfType(CircuitOpen.class).isThrownBy(() -> node.require(this.tenant, SOURCE));
	}

	private void open() {
		for (int i = 0; i < 5; i++) {
			this.other.after(this.tenant, SOURCE, DEAD);
		}
	}

	private Fulfilment erasure(Notes notes) {
		return erasure(notes, Path.of("config", "sources", SOURCE + ".yaml"), ANA);
	}

	private Fulfilment erasure(Notes notes, Path file, String... entries) {
		Source source = new ConfigurationFile<>(Source.class, "source").read(file);
		FrozenPlan plan = new FrozenPlan(source, List.of());
		UUID id = UUID.randomUUID();
		Work work = new Work(UUID.randomUUID(), UUID.randomUUID());
		RequestDocument document = new RequestDocument("R-1", "contoso", Right.ERASE, null, null, null, null, NOW,
				null);
		Subject subject = new Subject(Map.of(IdentifierKind.OBJECT_ID, Set.of(ANA)), Set.of(), "DK");
		RequestRow request = new RequestRow(id, "contoso", "R-1", Right.ERASE, RequestState.FULFILLING, document,
				Identity.notSearched(subject), Set.of(), NOW, LocalDate.of(2026, 12, 24), null, null, Set.of(),
				Map.of(), 0, null, false);
		Changing changing = Changing
			.of(Stream.of(entries).map((entry) -> Changing.Item.of("r-" + entry, entry).with(notes)).toList());
		TaskRow task = new TaskRow(work.id(), id, SOURCE, TaskState.RUNNING, null, null, null, 1, 0, Progress.start(),
				null, null, NOW, null, plan, Phase.CHANGE, changing, null, null);
		return new Fulfilment(work, task, request, this.tenant, plan,
				new Fulfilment.Parts(this.progress, this.changes, mock(SealedValues.class),
						mock(RecordNormaliser.class), this.clock, this.shop.hub(), mock(Requests.class), this.one,
						this.rates));
	}

	private Circuits node() {
		return new Circuits(this.shop.jdbc(), new Transactions(this.shop.transactions()), this.clock, new Pausing());
	}

}
