package org.dsrhub.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.dsrhub.database.Timestamps;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.request.RequestRoom;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Subject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each category goes on its day and not an hour before, in its tenant's zone, also when
 * the clocks change; what is taken up again, held or another tenant's stays.
 */
class CategoriesTests {

	/** The day before the clocks change in Copenhagen. */
	private static final Instant CLOSED = Instant.parse("2026-03-28T12:00:00Z");

	/** The end of the day after it, which has 23 hours there. */
	private static final Instant DAY = Instant.parse("2026-03-29T22:00:00Z");

	/** The same in New York. */
	private static final Instant DAY_THERE = Instant.parse("2026-03-30T04:00:00Z");

	private static final String KEEP = "P1D";

	@TempDir
	private Path folder;

	private AgedLedger ledger;

	@BeforeEach
	void begin() throws IOException {
		this.ledger = new AgedLedger(this.folder);
	}

	@Test
	void staging_goes() throws IOException {
		UUID id = closed("contoso", "R-1");
		UUID other = closed("fabrikam", "R-1");
		Path staged = stage("contoso", id);
		Path theirs = stage("fabrikam", other);
		goes("staging", "contoso", id.toString(), DAY);
		assertThat(staged).doesNotExist();
		assertThat(theirs).exists();
		goes("staging", "fabrikam", other.toString(), DAY_THERE);
		assertThat(theirs).doesNotExist();
	}

	@Test
	void staging_of_no_request_goes_by_its_age() throws IOException {
		UUID nobody = UUID.randomUUID();
		Path staged = stage("contoso", nobody);
		Files.setLastModifiedTime(staged.getParent(), java.nio.file.attribute.FileTime.from(CLOSED));
		goes("staging", "contoso", nobody.toString(), DAY);
		assertThat(staged).doesNotExist();
	}

	@Test
	void files_that_were_taken_go_with_their_reports_and_their_names() {
		UUID id = closed("contoso", "R-1");
		Path done = this.ledger.taken("contoso", ".done/anna.json", id, CLOSED);
		Path report = this.ledger.file("inbox/contoso/.done/anna.json.errors.json", "[]", CLOSED);
		Path theirs = this.ledger.taken("fabrikam", ".done/anna.json", id, CLOSED);
		goes("inbox-files", "contoso", file("contoso").toString(), DAY);
		assertThat(done).doesNotExist();
		assertThat(report).doesNotExist();
		assertThat(theirs).exists();
		assertThat(this.ledger.jdbc.sql("select * from inbox_file where tenant = 'contoso'").query().listOfRows())
			.hasSize(1)
			.asString()
			.doesNotContain("anna");
		goes("inbox-files", "fabrikam", file("fabrikam").toString(), DAY_THERE);
	}

	@Test
	void a_file_that_the_ledger_does_not_know_goes_by_when_it_was_written() {
		Path file = this.ledger.file("inbox/contoso/.rejected/old.csv", "a", CLOSED);
		this.ledger.file("inbox/contoso/waits.csv", "a", CLOSED);
		this.ledger.file("inbox/contoso/.rejected/new.csv", "a", DAY);
		assertThat(goes("inbox-files", "contoso", null, DAY)).singleElement()
			.satisfies((due) -> assertThat(due.thing()).matches("unknown/[0-9a-f]{64}"));
		assertThat(file).doesNotExist();
		assertThat(this.folder.resolve("inbox/contoso/.rejected/new.csv")).exists();
		assertThat(this.folder.resolve("inbox/contoso/waits.csv")).exists();
	}

	@Test
	void no_link_is_followed_out_of_the_inbox() throws IOException {
		Path secret = this.ledger.file("elsewhere/secret.csv", "a", CLOSED);
		Path done = Files.createDirectories(this.folder.resolve("inbox/contoso/.done"));
		Files.createSymbolicLink(done.resolve("link.csv"), secret);
		Files.createSymbolicLink(this.folder.resolve("inbox/contoso/.rejected"), secret.getParent());
		this.ledger.at(DAY.plus(Duration.ofDays(9)));
		assertThat(this.ledger.due("inbox-files", "contoso", KEEP)).isEmpty();
		this.ledger.taken("contoso", ".done/link.csv", UUID.randomUUID(), CLOSED);
		this.ledger.taken("contoso", ".rejected/secret.csv", UUID.randomUUID(), CLOSED);
		List<Due> due = this.ledger.due("inbox-files", "contoso", KEEP);
		assertThat(due).hasSize(2);
		assertThat(this.ledger.remove("inbox-files", "contoso", KEEP, due)).containsOnly(Removal.State.GONE);
		assertThat(secret).exists();
	}

	@Test
	void a_newer_file_of_the_same_name_stays() {
		UUID id = closed("contoso", "R-1");
		this.ledger.taken("contoso", ".done/anna.json", id, CLOSED);
		List<Due> listed = dueAt("inbox-files", DAY);
		Path newer = this.ledger.taken("contoso", ".done/anna.json", id, DAY);
		assertThat(this.ledger.remove("inbox-files", "contoso", KEEP, listed)).containsExactly(Removal.State.GONE);
		assertThat(newer).exists();
		Instant later = DAY.plus(Duration.ofHours(48));
		assertThat(this.ledger.remove("inbox-files", "contoso", KEEP, dueAt("inbox-files", later)))
			.containsExactly(Removal.State.REMOVED);
		assertThat(newer).doesNotExist();
	}

	@Test
	void answers_in_the_outbox_go_and_what_is_not_the_hubs_stays() {
		UUID id = closed("contoso", "R-1");
		Path answer = this.ledger.file("outbox/contoso/R-1.json", "{}", CLOSED);
		Path note = this.ledger.file("outbox/contoso/note.json", "{}", CLOSED);
		Path theirs = this.ledger.file("outbox/fabrikam/R-1.json", "{}", CLOSED);
		Path unfinished = this.ledger.file("outbox/contoso/.R-1.unfinished", "{", CLOSED);
		assertThat(goes("outbox-files", "contoso", id.toString(), DAY).get(0).bytes()).isEqualTo(3);
		assertThat(answer).doesNotExist();
		assertThat(unfinished).doesNotExist();
		assertThat(note).exists();
		assertThat(theirs).exists();
		UUID duplicate = UUID.randomUUID();
		this.ledger.jdbc.sql("insert into duplicate values (?, 'contoso', 'R-1', ?, ?, ?, 'olga')")
			.params(duplicate, id, Timestamps.of(DAY), Timestamps.of(DAY))
			.update();
		this.ledger.file("outbox/contoso/" + duplicate + ".json", "{}", DAY);
		this.ledger.file("outbox/contoso/R-1.json", "{}", DAY);
		assertThat(dueAt("outbox-files", DAY.plus(Duration.ofHours(47)))).isEmpty();
		assertThat(dueAt("outbox-files", DAY.plus(Duration.ofHours(48)))).extracting(Due::thing)
			.containsExactly(id.toString());
	}

	@Test
	void what_mails_said_goes_and_what_is_to_be_sent_stays() {
		UUID id = closed("contoso", "R-1");
		UUID failed = mail("contoso", "failed", id);
		mail("contoso", "planned", id);
		UUID answer = mail("contoso", "sent", null);
		UUID waits = mail("contoso", "sending", null);
		UUID ignored = inbound("contoso", "ignored", null);
		inbound("contoso", "triage", null);
		inbound("contoso", "taken", id);
		inbound("fabrikam", "ignored", null);
		Path eml = this.ledger.file("data/mail/contoso/" + ignored + ".eml", "Hello", CLOSED);
		List<Due> due = goes("mails", "contoso", null, DAY);
		assertThat(due).extracting(Due::thing)
			.containsExactly("mail/" + failed, "answer/" + answer, "inbound/" + ignored);
		assertThat(due.get(0).bytes()).isEqualTo(7);
		assertThat(eml).doesNotExist();
		assertThat(this.ledger.jdbc.sql("select state from mail where content is not null").query(String.class).list())
			.containsExactlyInAnyOrder("planned", "sending");
		assertThat(this.ledger.jdbc.sql("select id from mail").query(UUID.class).list()).hasSize(3)
			.contains(failed, waits);
		assertThat(this.ledger.jdbc.sql("select ending from inbound_mail where tenant = 'contoso' order by ending")
			.query(String.class)
			.list()).containsExactly("taken", "triage");
		assertThat(this.ledger.count("inbound_mail where tenant = 'fabrikam'")).isEqualTo(1);
	}

	@Test
	void identifiers_give_way_to_digests_by_which_the_request_is_still_found() {
		UUID id = closed("contoso", "R-1");
		goes("identifiers", "contoso", id.toString(), DAY);
		List<String> tables = this.ledger.jdbc
			.sql("select table_name from information_schema.tables where table_schema = current_schema")
			.query(String.class)
			.list();
		assertThat(tables).hasSizeGreaterThan(30);
		for (String table : tables) {
			this.ledger.jdbc.sql("select * from \"" + table + "\"").query().listOfRows().forEach((row) -> {
				String text = row.toString().toLowerCase(java.util.Locale.ROOT);
				assertThat(text).as(table)
					.doesNotContain("anna")
					.doesNotContain("5a0c5a0c-0c5a-4a0c-8a0c-5a0c5a0c5a0c");
			});
		}
		var row = RequestRoom.requests(this.ledger.shop).get(id);
		assertThat(row.document().requester()).isNull();
		assertThat(row.identity().identified()).isEqualTo("member");
		assertThat(row.identity().subject().of(IdentifierKind.OBJECT_ID)).hasSize(1);
		String digest = RequestRoom.digests(this.ledger.shop).of(anna()).keySet().iterator().next();
		assertThat(row.document().subject().email()).isEqualTo(digest);
		assertThat(this.ledger.jdbc.sql("select request from request_subject where identifier = ?")
			.param(digest)
			.query(UUID.class)
			.list()).containsExactly(id);
		assertThat(RequestRoom.requests(this.ledger.shop).nameless(id)).isTrue();
	}

	@Test
	void a_filed_mail_goes_after_its_requests_close_and_stays_while_a_person_is_to_look_at_it() {
		UUID id = closed("contoso", "R-1");
		UUID open = closed("contoso", "R-2");
		this.ledger.reopen(open);
		Instant before = CLOSED.minus(Duration.ofDays(20));
		this.ledger.filed(MailboxName.INTAKE, "taken", id, before);
		this.ledger.filed(MailboxName.ADMINISTRATOR, "answer", open, before);
		this.ledger.filed(MailboxName.INTAKE, "triage", null, before);
		this.ledger.filed(MailboxName.ADMINISTRATOR, null, null, before);
		assertThat(dueAt("filed-mails", DAY.minusMillis(1))).isEmpty();
		List<Due> listed = dueAt("filed-mails", DAY);
		assertThat(listed).extracting(Due::request).containsExactly(id);
		assertThat(this.ledger.remove("filed-mails", "contoso", KEEP, listed)).containsExactly(Removal.State.REMOVED);
		assertThat(this.ledger.remove("filed-mails", "contoso", KEEP, listed)).containsExactly(Removal.State.GONE);
		assertThat(this.ledger.mails.there).hasSize(3);
		this.ledger.filed(MailboxName.ADMINISTRATOR, "ignored", null, DAY);
		FiledMail unknown = this.ledger.filed(MailboxName.INTAKE, null, null, DAY);
		assertThat(dueAt("filed-mails", DAY.plus(Duration.ofHours(47)))).isEmpty();
		assertThat(dueAt("filed-mails", DAY.plus(Duration.ofHours(48)))).hasSize(2)
			.extracting(Due::thing)
			.contains(unknown.place());
	}

	@Test
	void a_filed_mail_stays_while_one_of_the_requests_that_came_with_it_is_taken_up_again_or_held() {
		UUID first = closed("contoso", "R-1");
		UUID second = closed("contoso", "R-2");
		this.ledger.filed(MailboxName.INTAKE, "taken", null, CLOSED);
		UUID mail = this.ledger.jdbc.sql("select id from inbound_mail").query(UUID.class).single();
		for (UUID request : List.of(first, second)) {
			this.ledger.taken("contoso", ".done/" + request, request, CLOSED);
		}
		this.ledger.jdbc.sql("update inbox_file set mail = ?").param(mail).update();
		List<Due> listed = dueAt("filed-mails", DAY);
		assertThat(listed).hasSize(1);
		this.ledger.reopen(second);
		assertThat(dueAt("filed-mails", DAY)).isEmpty();
		assertThat(this.ledger.remove("filed-mails", "contoso", KEEP, listed)).containsExactly(Removal.State.LEFT);
		this.ledger.close(second, CLOSED);
		this.ledger.holds.set(new HoldOrder("contoso", first, null, false, "case 17"), "hedda");
		assertThat(this.ledger.remove("filed-mails", "contoso", KEEP, listed)).containsExactly(Removal.State.HELD);
		assertThat(this.ledger.mails.there).hasSize(1);
		assertThat(dueAt("mails", DAY)).as("the row stays, by which the requests are known").isEmpty();
	}

	@Test
	void a_restriction_that_was_not_lifted_keeps_what_its_lift_needs() {
		UUID id = closed("contoso", "R-1");
		this.ledger.jdbc.sql("update request set asked = 'restrict' where id = ?").param(id).update();
		this.ledger.sealed(id, "contoso", "before");
		assertThat(dueAt("identifiers", DAY)).isEmpty();
		assertThat(dueAt("sealed", DAY)).isEmpty();
		assertThat(dueAt("evidence", DAY)).isEmpty();
		Due due = new Due(id.toString(), id, 0, DAY);
		for (String category : List.of("identifiers", "evidence")) {
			assertThat(this.ledger.remove(category, "contoso", KEEP, List.of(due))).containsExactly(Removal.State.LEFT);
		}
		this.ledger.sealed(id, "contoso", "after");
		goes("sealed", "contoso", id.toString(), DAY);
		assertThat(this.ledger.count("sealed")).isEqualTo(1);
		UUID lift = closed("contoso", "R-2");
		this.ledger.jdbc.sql("update sealed set lifted = ?").param(lift).update();
		assertThat(dueAt("evidence", DAY)).extracting(Due::request).containsExactly(id);
		goes("sealed", "contoso", id.toString(), DAY);
		assertThat(this.ledger.count("sealed")).isZero();
	}

	@Test
	void a_restriction_by_removal_waits_for_no_lift() {
		UUID id = closed("contoso", "R-1");
		this.ledger.jdbc.sql("update request set asked = 'restrict', by_removal = true where id = ?")
			.param(id)
			.update();
		this.ledger.sealed(id, "contoso", "before");
		goes("identifiers", "contoso", id.toString(), DAY);
		goes("sealed", "contoso", id.toString(), DAY);
		assertThat(this.ledger.count("sealed")).isZero();
		goes("evidence", "contoso", id.toString(), DAY);
	}

	@Test
	void what_has_a_ceiling_goes_then_though_its_request_is_open_and_the_rule_longer() {
		UUID id = closed("contoso", "R-1");
		this.ledger.at(CLOSED);
		this.ledger.sealed(id, "contoso", "before");
		this.ledger.jdbc.sql("update sealed set source = 'defender-jit-policies'").update();
		this.ledger.jdbc.sql("update request set asked = 'restrict'").update();
		this.ledger.reopen(id);
		Instant day = Instant.parse("2026-04-27T22:00:00Z");
		this.ledger.at(day.minus(Duration.ofHours(1)));
		assertThat(this.ledger.due("sealed", "contoso", "P1Y")).isEmpty();
		this.ledger.at(day);
		List<Due> due = this.ledger.due("sealed", "contoso", "P1Y");
		assertThat(due).singleElement().satisfies((one) -> assertThat(one.since()).isEqualTo(day));
		assertThat(this.ledger.remove("sealed", "contoso", "P1Y", due)).containsExactly(Removal.State.REMOVED);
		assertThat(this.ledger.count("sealed")).isZero();
	}

	@Test
	void idempotency_keys_go_each_under_its_receipt() {
		UUID id = closed("contoso", "R-1");
		key("contoso", "olga", id);
		key("fabrikam", "olga", UUID.randomUUID());
		goes("idempotency-keys", "contoso", id.toString(), DAY);
		assertThat(this.ledger.jdbc.sql("select tenant from filing_key").query(String.class).list())
			.containsExactly("fabrikam");
	}

	@Test
	void evidence_goes_with_everything_of_its_request() {
		UUID id = closed("contoso", "R-1");
		closed("fabrikam", "R-1");
		UUID duplicate = UUID.randomUUID();
		this.ledger.jdbc.sql("insert into duplicate values (?, 'contoso', 'R-9', ?, ?, ?, 'olga')")
			.params(duplicate, id, Timestamps.of(CLOSED), Timestamps.of(CLOSED))
			.update();
		key("contoso", "olga", duplicate);
		key("contoso", "otto", id);
		this.ledger.sealed(id, "contoso", "after");
		mail("contoso", "sent", id);
		inbound("contoso", "taken", id);
		this.ledger.taken("contoso", ".done/a.json", duplicate, CLOSED);
		Path answer = this.ledger.file("outbox/contoso/R-1.json", "{}", CLOSED);
		goes("evidence", "contoso", id.toString(), DAY);
		for (String table : List.of("request", "reference", "evidence", "task", "request_subject")) {
			assertThat(this.ledger.count(table)).as(table).isEqualTo(1);
		}
		for (String table : List.of("duplicate", "filing_key", "sealed", "mail", "inbound_mail", "inbox_row")) {
			assertThat(this.ledger.count(table)).as(table).isZero();
		}
		assertThat(answer).doesNotExist();
	}

	@Test
	void evidence_waits_for_the_package_to_be_gone() {
		UUID id = closed("contoso", "R-1");
		this.ledger.jdbc.sql("update request set revision = 1 where id = ?").param(id).update();
		assertThat(dueAt("evidence", DAY)).isEmpty();
		this.ledger.jdbc.sql("update request set package_gone_at = ? where id = ?")
			.params(Timestamps.of(CLOSED), id)
			.update();
		goes("evidence", "contoso", id.toString(), DAY);
	}

	@Test
	void anchors_go_after_their_last_request_but_for_the_last_anchor() {
		UUID id = closed("contoso", "R-1");
		for (int number = 1; number <= 2; number++) {
			this.ledger.jdbc
				.sql("insert into anchor (tenant, number, document, stored_at) values ('contoso', ?, '{}', ?)")
				.params(number, Timestamps.of(CLOSED))
				.update();
			this.ledger.jdbc.sql("insert into anchor_leaf values ('contoso', ?, 0, ?, ?, 'h')")
				.params(number, id, number)
				.update();
		}
		goes("evidence", "contoso", id.toString(), DAY);
		goes("evidence", "contoso", "anchor/1", DAY);
		assertThat(this.ledger.jdbc.sql("select number from anchor").query(Integer.class).list()).containsExactly(2);
		assertThat(this.ledger.count("anchor_leaf")).isEqualTo(1);
	}

	@Test
	void lists_go_once_their_record_is_in_the_container_and_runs_with_the_evidence() {
		UUID dry = run(null, true, true);
		UUID real = run(dry, false, true);
		run(null, false, false);
		assertThat(goes("retention-runs", "contoso", null, DAY)).extracting(Due::thing)
			.containsExactlyInAnyOrder("run/" + dry, "list/" + real);
		assertThat(this.ledger.count("retention_run")).isEqualTo(2);
		assertThat(this.ledger.count("retention_item")).isEqualTo(1);
		goes("evidence", "contoso", "run/" + real, DAY);
		assertThat(this.ledger.count("retention_run")).isEqualTo(1);
	}

	@Test
	void a_list_that_may_be_carried_out_or_is_just_being_stays() {
		UUID dry = run(null, true, true);
		this.ledger.at(DAY.minus(Duration.ofHours(1)));
		List<Due> list = List.of(new Due("run/" + dry, null, 0, DAY));
		assertThat(this.ledger.due("retention-runs", "contoso", "P0D")).isEmpty();
		assertThat(this.ledger.remove("retention-runs", "contoso", "P0D", list)).containsExactly(Removal.State.LEFT);
		this.ledger.at(DAY);
		UUID open = run(dry, false, false);
		this.ledger.jdbc.sql("update retention_run set ended_at = null where id = ?").param(open).update();
		assertThat(this.ledger.due("retention-runs", "contoso", "P0D")).isEmpty();
		assertThat(this.ledger.remove("retention-runs", "contoso", "P0D", list)).containsExactly(Removal.State.LEFT);
		assertThat(this.ledger.count("retention_item")).isEqualTo(2);
		this.ledger.jdbc.sql("update retention_run set ended_at = asked_at where id = ?").param(open).update();
		assertThat(this.ledger.remove("retention-runs", "contoso", "P0D", list)).containsExactly(Removal.State.REMOVED);
	}

	@Test
	void a_list_of_very_many_things_goes_in_pieces() {
		UUID dry = run(null, true, true);
		this.ledger.jdbc
			.sql("insert into retention_item (run, number, thing, bytes, since, state) select run, numbers.n, 'x', 0, since,"
					+ " 'removed' from retention_item, (with recursive numbers(n) as (select 2 union all select n + 1 from"
					+ " numbers where n < ?) select n from numbers) numbers")
			.param(3 * Items.PIECE)
			.update();
		this.ledger.at(DAY);
		List<Due> due = this.ledger.due("retention-runs", "contoso", KEEP);
		org.assertj.core.api.Assertions.assertThatIllegalStateException()
			.isThrownBy(() -> this.ledger.transactions.run(() -> {
				assertThat(this.ledger.remove("retention-runs", "contoso", KEEP, due))
					.containsExactly(Removal.State.REMOVED);
				throw new IllegalStateException("the node dies");
			}));
		assertThat(this.ledger.count("retention_item")).isEqualTo(Items.PIECE);
		assertThat(this.ledger.remove("retention-runs", "contoso", KEEP, due)).containsExactly(Removal.State.REMOVED);
		assertThat(this.ledger.count("retention_item")).isZero();
	}

	@Test
	void what_is_taken_up_again_after_it_was_listed_stays() throws IOException {
		UUID id = closed("contoso", "R-1");
		stage("contoso", id);
		this.ledger.sealed(id, "contoso", "after");
		this.ledger.file("outbox/contoso/R-1.json", "{}", CLOSED);
		for (String category : List.of("staging", "outbox-files", "identifiers", "sealed", "evidence")) {
			List<Due> listed = dueAt(category, DAY);
			assertThat(listed).as(category).hasSize(1);
			this.ledger.reopen(id);
			assertThat(this.ledger.remove(category, "contoso", KEEP, listed)).as(category)
				.containsExactly(Removal.State.LEFT);
			this.ledger.close(id, CLOSED);
		}
		assertThat(RequestRoom.requests(this.ledger.shop).get(id).document().subject().email())
			.isEqualTo("anna@contoso.example");
	}

	@Test
	void nothing_of_another_tenant_goes_by_whatever_list() throws IOException {
		UUID id = closed("fabrikam", "R-1");
		Path staged = stage("fabrikam", id);
		key("fabrikam", "olga", id);
		this.ledger.at(DAY_THERE);
		Due due = new Due(id.toString(), id, 0, DAY);
		for (String category : List.of("staging", "identifiers", "sealed", "evidence", "idempotency-keys")) {
			assertThat(this.ledger.remove(category, "contoso", KEEP, List.of(due))).as(category)
				.containsExactly(Removal.State.GONE);
		}
		assertThat(staged).exists();
		assertThat(this.ledger.count("request")).isEqualTo(1);
		assertThat(this.ledger.count("filing_key")).isEqualTo(1);
	}

	/**
	 * Nothing is due an hour before its day, and nothing goes then by whatever list; on
	 * its day it goes, once.
	 */
	private List<Due> goes(String category, String tenant, String thing, Instant day) {
		this.ledger.at(day);
		List<Due> due = this.ledger.due(category, tenant, KEEP);
		assertThat(due).isNotEmpty().allSatisfy((one) -> assertThat(one.since()).isEqualTo(day));
		if (thing != null) {
			assertThat(due).extracting(Due::thing).containsExactly(thing);
		}
		this.ledger.at(day.minus(Duration.ofHours(1)));
		assertThat(this.ledger.due(category, tenant, KEEP)).isEmpty();
		assertThat(this.ledger.remove(category, tenant, KEEP, due)).containsOnly(Removal.State.LEFT);
		this.ledger.at(day);
		assertThat(this.ledger.remove(category, tenant, KEEP, due)).containsOnly(Removal.State.REMOVED);
		assertThat(this.ledger.due(category, tenant, KEEP)).extracting(Due::thing)
			.doesNotContainAnyElementsOf(due.stream().map(Due::thing).toList());
		assertThat(this.ledger.remove(category, tenant, KEEP, due)).isSubsetOf(Removal.State.GONE, Removal.State.LEFT);
		return due;
	}

	private UUID file(String tenant) {
		return this.ledger.jdbc.sql("select id from inbox_file where tenant = ?")
			.param(tenant)
			.query(UUID.class)
			.single();
	}

	private List<Due> dueAt(String category, Instant time) {
		this.ledger.at(time);
		return this.ledger.due(category, "contoso", KEEP);
	}

	private UUID closed(String tenant, String reference) {
		return this.ledger.closed(tenant, reference, "anna@contoso.example", CLOSED);
	}

	private Path stage(String tenant, UUID request) throws IOException {
		return Files.writeString(this.ledger.staging.file(tenant, request, "entra-user", 1), "{}");
	}

	private void key(String tenant, String caller, UUID receipt) {
		this.ledger.jdbc.sql("insert into filing_key values (?, ?, 'k', 'b', ?, ?)")
			.params(tenant, caller, receipt, Timestamps.of(CLOSED))
			.update();
	}

	private UUID mail(String tenant, String state, UUID request) {
		UUID id = UUID.randomUUID();
		this.ledger.jdbc.sql(
				"insert into mail (id, tenant, mailbox, once, purpose, request, message_id, content, state, written_at)"
						+ " values (?, ?, 'intake', ?, 'answer', ?, '<x@y>', 'content', ?, ?)")
			.params(id, tenant, id.toString(), request, state, Timestamps.of(CLOSED))
			.update();
		return id;
	}

	private UUID inbound(String tenant, String ending, UUID request) {
		UUID id = UUID.randomUUID();
		this.ledger.jdbc.sql(
				"insert into inbound_mail (id, tenant, mailbox, sha256, received_at, seen_at, ending, request, settled_at)"
						+ " values (?, ?, 'intake', ?, ?, ?, ?, ?, ?)")
			.params(id, tenant, id.toString(), Timestamps.of(CLOSED), Timestamps.of(CLOSED), ending, request,
					Timestamps.of(CLOSED))
			.update();
		return id;
	}

	private UUID run(UUID of, boolean dry, boolean stored) {
		UUID id = UUID.randomUUID();
		this.ledger.jdbc
			.sql("insert into retention_run (id, tenant, rule, dry, asked_by, of_run, state, keep, asked_at, ended_at,"
					+ " stored_at, due) values (?, 'contoso', 'sealed', ?, 'olga', ?, 'done', 'P1D', ?, ?, ?, ?)")
			.params(id, dry, of, Timestamps.of(CLOSED), Timestamps.of(CLOSED),
					(stored && !dry) ? Timestamps.of(CLOSED) : null, stored ? null : Timestamps.of(CLOSED))
			.update();
		this.ledger.jdbc.sql(
				"insert into retention_item (run, number, thing, bytes, since, state) values (?, 1, 'x', 0, ?, 'removed')")
			.params(id, Timestamps.of(CLOSED))
			.update();
		return id;
	}

	private static Subject anna() {
		return new Subject(Map.of(IdentifierKind.EMAIL, java.util.Set.of("anna@contoso.example")), java.util.Set.of(),
				"DK");
	}

}
