package org.dsrhub.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.dsrhub.database.Timestamps;
import org.dsrhub.request.WrongState;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Subject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a legal hold keeps, and whom it does not.
 */
class HoldsTests {

	private static final Instant CLOSED = Instant.parse("2026-01-10T12:00:00Z");

	private static final Instant LATER = Instant.parse("2026-03-01T00:00:00Z");

	private static final List<String> OF_REQUESTS = List.of("staging", "outbox-files", "identifiers", "sealed",
			"idempotency-keys", "inbox-files", "evidence");

	@TempDir
	private Path folder;

	private AgedLedger ledger;

	@BeforeEach
	void begin() throws IOException {
		this.ledger = new AgedLedger(this.folder);
		this.ledger.at(LATER);
	}

	@Test
	void a_hold_that_is_set_after_the_list_was_made_keeps_everything_on_it_and_its_lift_lets_it_go()
			throws IOException {
		UUID anna = everything("contoso", "R-1", "anna@contoso.example");
		UUID bo = everything("contoso", "R-2", "bo@contoso.example");
		List<List<Due>> lists = OF_REQUESTS.stream().map((name) -> this.ledger.due(name, "contoso", "P1D")).toList();
		assertThat(lists).allSatisfy((list) -> assertThat(list).hasSize(2));
		Hold hold = this.ledger.holds.set(ofSubject("contoso", IdentifierKind.EMAIL, "anna@contoso.example"), "hedda");
		for (int i = 0; i < lists.size(); i++) {
			List<Due> annas = lists.get(i).stream().filter((due) -> of(due, anna)).toList();
			assertThat(this.ledger.removals(OF_REQUESTS.get(i), "contoso", "P1D", annas)).as(OF_REQUESTS.get(i))
				.containsExactly(Removal.held(hold.id()));
		}
		assertThat(this.ledger.count("request where identifiers_removed_at is null")).isEqualTo(2);
		assertThat(this.folder.resolve("inbox/contoso/.done/R-1.json")).exists();
		for (int i = 0; i < lists.size(); i++) {
			List<Due> bos = lists.get(i).stream().filter((due) -> of(due, bo)).toList();
			assertThat(this.ledger.remove(OF_REQUESTS.get(i), "contoso", "P1D", bos)).as(OF_REQUESTS.get(i))
				.containsAnyOf(Removal.State.REMOVED, Removal.State.GONE);
		}
		this.ledger.holds.lift(hold.id(), "settled", "hedda");
		assertThat(this.ledger.remove("evidence", "contoso", "P1D", this.ledger.due("evidence", "contoso", "P1D")))
			.containsOnly(Removal.State.REMOVED);
		assertThat(this.ledger.count("request")).isZero();
	}

	@Test
	void a_subjects_hold_covers_what_is_given_or_identified_filed_before_or_later_and_with_digests_alone()
			throws IOException {
		UUID before = everything("contoso", "R-1", "anna@contoso.example");
		this.ledger.remove("identifiers", "contoso", "P1D", this.ledger.due("identifiers", "contoso", "P1D"));
		Hold hold = this.ledger.holds.set(ofSubject("contoso", IdentifierKind.EMAIL, "anna@contoso.example"), "hedda");
		UUID after = everything("contoso", "R-2", "anna@contoso.example");
		UUID other = everything("contoso", "R-3", "diana@contoso.example");
		UUID elsewhere = everything("fabrikam", "R-1", "anna@contoso.example");
		assertThat(this.ledger.inForce.hold(before)).contains(hold.id());
		assertThat(this.ledger.inForce.hold(after)).contains(hold.id());
		assertThat(this.ledger.inForce.hold(other)).isEmpty();
		assertThat(this.ledger.inForce.hold(elsewhere)).isEmpty();
		assertThat(hold.subject()).containsExactly("email");
		assertThat(this.ledger.jdbc.sql("select * from hold_subject").query().listOfRows().toString())
			.doesNotContain("anna");
	}

	@Test
	void identifiers_of_another_kind_are_no_match_and_weak_ones_are() {
		UUID anna = this.ledger.closed("contoso", "R-1", "anna@contoso.example", CLOSED);
		this.ledger.jdbc.sql("insert into request_subject (request, identifier) values (?, ?)")
			.params(anna, digest(IdentifierKind.IP_ADDRESS, "192.0.2.1"))
			.update();
		this.ledger.holds.set(ofSubject("contoso", IdentifierKind.USER_PRINCIPAL_NAME, "anna@contoso.example"), "h");
		assertThat(this.ledger.inForce.hold(anna)).isEmpty();
		this.ledger.holds.set(ofSubject("contoso", IdentifierKind.IP_ADDRESS, "192.0.2.1"), "h");
		assertThat(this.ledger.inForce.hold(anna)).isPresent();
	}

	@Test
	void a_tenants_hold_keeps_also_what_belongs_to_no_request_and_nothing_of_other_tenants() throws IOException {
		everything("contoso", "R-1", "anna@contoso.example");
		everything("fabrikam", "R-1", "anna@contoso.example");
		this.ledger.file("inbox/contoso/.done/old.csv", "a", CLOSED);
		Hold hold = this.ledger.holds.set(new HoldOrder("contoso", null, null, true, "merger"), "hedda");
		List<Due> due = List.of(new Due("unknown/x", null, 1, CLOSED), new Due("x", UUID.randomUUID(), 1, CLOSED));
		assertThat(this.ledger.inForce.held(this.ledger.tenant("contoso"), due).values())
			.containsExactly(hold.id().toString(), hold.id().toString());
		assertThat(this.ledger.inForce.held(this.ledger.tenant("fabrikam"), due)).isEmpty();
	}

	@Test
	void each_hold_stands_in_the_chains_that_it_concerns_and_is_lifted_once() {
		UUID anna = this.ledger.closed("contoso", "R-1", "anna@contoso.example", CLOSED);
		UUID bo = this.ledger.closed("contoso", "R-2", "bo@contoso.example", CLOSED);
		Hold hold = this.ledger.holds.set(ofSubject("contoso", IdentifierKind.EMAIL, "anna@contoso.example"), "hedda");
		this.ledger.holds.lift(hold.id(), "settled", "hedda");
		assertThatThrownBy(() -> this.ledger.holds.lift(hold.id(), "again", "hedda")).isInstanceOf(WrongState.class);
		assertThat(this.ledger.evidence.entries(anna)).anySatisfy((line) -> assertThat(line).contains("\"hold-set\""))
			.anySatisfy((line) -> assertThat(line).contains("\"hold-lifted\""))
			.noneSatisfy((line) -> assertThat(line).contains("settled"));
		assertThat(this.ledger.evidence.verify(anna).valid()).isTrue();
		assertThat(this.ledger.evidence.entries(bo)).noneSatisfy((line) -> assertThat(line).contains("hold"));
		assertThat(this.ledger.holds.list(Set.of("contoso"), null, 10)).singleElement()
			.satisfies((listed) -> assertThat(listed.liftReason()).isEqualTo("settled"));
		assertThat(this.ledger.holds.list(Set.of("fabrikam"), null, 10)).isEmpty();
	}

	@Test
	void no_batch_of_a_purge_begins_while_a_hold_is_being_set() {
		List<UUID> going = List.of(run("contoso", false, null), run("contoso", false, null));
		List<UUID> others = List.of(run("contoso", false, LATER), run("contoso", true, null),
				run("fabrikam", false, null));
		this.ledger.transactions.run(() -> {
			this.ledger.holds.set(new HoldOrder("contoso", null, null, true, "merger"), "hedda");
			assertThat(CompletableFuture.supplyAsync(this::free).join()).containsExactlyInAnyOrderElementsOf(others);
			return null;
		});
		assertThat(free()).containsAll(going);
	}

	/**
	 * The runs whose rows a batch could lock now.
	 */
	private List<UUID> free() {
		return this.ledger.transactions
			.run(() -> this.ledger.jdbc.sql("select id from retention_run for update skip locked")
				.query(UUID.class)
				.list());
	}

	private UUID run(String tenant, boolean dry, Instant ended) {
		UUID id = UUID.randomUUID();
		this.ledger.jdbc
			.sql("insert into retention_run (id, tenant, rule, dry, asked_by, state, keep, asked_at, ended_at)"
					+ " values (?, ?, 'evidence', ?, 'olga', 'purging', 'P1D', ?, ?)")
			.params(id, tenant, dry, Timestamps.of(LATER), Timestamps.of(ended))
			.update();
		return id;
	}

	@Test
	void a_request_under_hold_is_held_and_another_of_the_same_person_is_not() {
		UUID one = this.ledger.closed("contoso", "R-1", "anna@contoso.example", CLOSED);
		UUID two = this.ledger.closed("contoso", "R-2", "anna@contoso.example", CLOSED);
		this.ledger.holds.set(new HoldOrder("contoso", one, null, false, "case"), "hedda");
		assertThat(this.ledger.inForce.hold(one)).isPresent();
		assertThat(this.ledger.inForce.hold(two)).isEmpty();
	}

	private UUID everything(String tenant, String reference, String email) throws IOException {
		UUID id = this.ledger.closed(tenant, reference, email, CLOSED);
		Files.writeString(this.ledger.staging.file(tenant, id, "entra-user", 1), "{}");
		this.ledger.sealed(id, tenant, "after");
		this.ledger.taken(tenant, ".done/" + reference + ".json", id, CLOSED);
		this.ledger.file("outbox/" + tenant + "/" + reference + ".json", "{}", CLOSED);
		this.ledger.jdbc.sql("insert into filing_key values (?, 'olga', ?, 'b', ?, ?)")
			.params(tenant, reference, id, Timestamps.of(CLOSED))
			.update();
		return id;
	}

	private boolean of(Due due, UUID request) {
		return request.equals(due.request()) || this.ledger.jdbc.sql("select receipt from inbox_row where file = ?")
			.param(UUID.fromString(due.thing()))
			.query(UUID.class)
			.list()
			.contains(request);
	}

	private String digest(IdentifierKind kind, String value) {
		return org.dsrhub.request.RequestRoom.digests(this.ledger.shop)
			.of(subject(kind, value))
			.keySet()
			.iterator()
			.next();
	}

	private static HoldOrder ofSubject(String tenant, IdentifierKind kind, String value) {
		return new HoldOrder(tenant, null, subject(kind, value), false, "a case");
	}

	private static Subject subject(IdentifierKind kind, String value) {
		return new Subject(Map.of(kind, Set.of(value)), Set.of(), "DK");
	}

}
