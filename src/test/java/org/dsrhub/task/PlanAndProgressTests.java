package org.dsrhub.task;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dsrhub.request.Asked;
import org.dsrhub.security.Role;
import org.dsrhub.source.NotPersons;
import org.dsrhub.source.Operation;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Identity;
import org.dsrhub.subject.Subject;
import org.dsrhub.tenant.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlanAndProgressTests {

	private static final Subject BY_MAIL = new Subject(Map.of(IdentifierKind.EMAIL, Set.of("ana@contoso.example")),
			Set.of(), "DK");

	private static final String ID = "5a0c0000-0000-4000-8000-000000000000";

	private static final Subject BY_IP = new Subject(Map.of(IdentifierKind.IP_ADDRESS, Set.of("192.0.2.1")), Set.of(),
			"DK");

	@Test
	void a_role_that_the_source_does_not_grant_is_refused_with_the_rule() {
		PlannedTask task = plan(Right.EXPORT, list(), Set.of(Role.READER), Identity.nobody(BY_MAIL, List.of()));
		assertThat(task.outcome()).isEqualTo(Outcome.REFUSED);
		assertThat(task.rule()).isEqualTo("export of things needs one of the roles AccountAdministrator");
	}

	@Test
	void a_right_that_the_source_does_not_know_is_refused_to_everybody() {
		assertThat(plan(Right.ERASE, list(), Set.of(Role.values()), Identity.nobody(BY_MAIL, List.of())).outcome())
			.isEqualTo(Outcome.REFUSED);
	}

	@Test
	void without_an_identifier_that_the_source_is_searched_by_it_is_not_searchable() {
		assertThat(plan(Right.DISCOVER, list(), Set.of(Role.READER), Identity.notSearched(BY_IP)).outcome())
			.isEqualTo(Outcome.NOT_SEARCHABLE);
	}

	@Test
	void a_directory_that_failed_fails_what_is_read_by_the_entry_and_nothing_else() {
		Identity failed = Identity.failed(BY_MAIL, "unreachable");
		PlannedTask entry = plan(Right.DISCOVER, entry(), Set.of(Role.READER), failed);
		assertThat(entry.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(entry.reason()).isEqualTo("unreachable");
		assertThat(plan(Right.DISCOVER, list(), Set.of(Role.READER), failed).outcome()).isNull();
	}

	@Test
	void nobody_in_the_directory_is_nothing_found_there_but_a_directory_not_asked_is_not() {
		assertThat(plan(Right.DISCOVER, entry(), Set.of(Role.READER), Identity.nobody(BY_MAIL, List.of())).outcome())
			.isEqualTo(Outcome.NOTHING_FOUND);
		assertThat(plan(Right.DISCOVER, entry(), Set.of(Role.READER), Identity.notSearched(BY_IP)).outcome())
			.isEqualTo(Outcome.NOT_SEARCHABLE);
	}

	@Test
	void a_log_is_asked_for_an_id_that_the_directory_has_forgotten_and_for_nobody_without_one() {
		Source log = new Source("log", "Example", "c", "p", "r", "l", "k", null, Set.of(IdentifierKind.OBJECT_ID),
				Map.of(Right.DISCOVER, Set.of(Role.READER)), null, null,
				new Source.Action("odata-list-action", Map.of("path", "/log"), null,
						List.of(new Source.Ask("userId eq '{objectId}'", null)), null, null, null, null, null),
				null, null, null, null);
		Subject byId = new Subject(Map.of(IdentifierKind.OBJECT_ID, Set.of(ID)), Set.of(), "DK");
		assertThat(plan(Right.DISCOVER, log, Set.of(Role.READER), Identity.nobody(byId, List.of())).outcome()).isNull();
		assertThat(plan(Right.DISCOVER, log, Set.of(Role.READER), Identity.nobody(BY_MAIL, List.of())).outcome())
			.isEqualTo(Outcome.NOT_SEARCHABLE);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			member,         EXPORT,
			member,         DISCOVER,
			deleted-member, EXPORT,   REFUSED
			deleted-member, DISCOVER,
			nobody,         EXPORT,   REFUSED
			nobody,         DISCOVER, REFUSED
			failed,         EXPORT,   FAILED
			""")
	void a_service_that_exports_an_account_is_not_asked_for_one_that_is_deleted_or_nowhere(String identified,
			Right right, Outcome outcome) {
		Source export = new Source("export", "Example", "c", "p", "r", "l", "k", null, Set.of(IdentifierKind.OBJECT_ID),
				Map.of(right, Set.of(Role.READER)), null, null,
				new Source.Action("arm-list-action", Map.of("path", "/result"), null, null, null, null, null,
						new Operation(
								new Source.Action("operation-start-action", Map.of("path", "/users/{objectId}/x")),
								null, null, new Source.Action("odata-get-action", Map.of("path", "/users/{objectId}"))),
						null),
				null, null, null, null);
		Subject byId = new Subject(Map.of(IdentifierKind.OBJECT_ID, Set.of(ID)), Set.of(), "DK");
		boolean there = identified.endsWith("member");
		Identity identity = new Identity(byId, identified, there ? ID : null, there ? null : "unreachable", List.of());
		assertThat(plan(right, export, Set.of(Role.READER), identity).outcome()).isEqualTo(outcome);
	}

	@Test
	void a_tenant_without_subscriptions_fails_what_is_read_by_subscription() {
		Source source = source("/subscriptions/{subscription}/things");
		assertThat(plan(Right.DISCOVER, source, Set.of(Role.READER), Identity.nobody(BY_MAIL, List.of())).reason())
			.isEqualTo("not-configured");
	}

	@Test
	void links_that_go_in_a_circle_of_any_length_are_noticed() {
		for (int length = 1; length < 40; length++) {
			Progress progress = Progress.start();
			int pages = 0;
			boolean noticed = false;
			while (!noticed && pages < 500) {
				String link = "page-" + (++pages < 5 ? "before-" + pages : (pages % length));
				noticed = progress.circular(link);
				progress = progress.after(link, 0, 0, new Progress.Staged(1, 0), NotPersons.NONE);
			}
			assertThat(noticed).as("circle of " + length).isTrue();
		}
	}

	@Test
	void links_that_never_repeat_are_followed() {
		Progress progress = Progress.start();
		for (int page = 0; page < 10_000; page++) {
			assertThat(progress.circular("page-" + page)).isFalse();
			progress = progress.after("page-" + page, 1, 0, new Progress.Staged(1, page + 1), NotPersons.NONE);
		}
		assertThat(progress.found()).isEqualTo(10_000);
		assertThat(progress.staged()).containsExactly(new Progress.Staged(1, 10_000));
	}

	private static PlannedTask plan(Right right, Source source, Set<Role> roles, Identity identity) {
		Tenant.Endpoints endpoints = new Tenant.Endpoints(null, null, java.net.URI.create("https://graph.example"),
				null);
		Tenant tenant = new Tenant("contoso", null, null, "DK", null, null, endpoints, null, null, null, null, null,
				null, null, null, null, null, null, null, null, null, null, null);
		return Plan.of(new Asked(right, Map.of(), Map.of()), tenant, List.of(source), roles, identity, Map.of()).get(0);
	}

	private static Source list() {
		return source("/things");
	}

	private static Source entry() {
		return source("/users/{objectId}");
	}

	private static Source source(String path) {
		return new Source("things", "Example", "c", "p", "r", "l", "k", null,
				Set.of(IdentifierKind.EMAIL, IdentifierKind.OBJECT_ID),
				Map.of(Right.DISCOVER, Set.of(Role.READER), Right.EXPORT, Set.of(Role.ACCOUNT_ADMINISTRATOR)), null,
				null, new Source.Action("arm-list-action", Map.of("path", path)), null, null, null, null);
	}

}
