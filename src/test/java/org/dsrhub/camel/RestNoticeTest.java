package org.dsrhub.camel;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.dsrhub.database.Timestamps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

/**
 * The texts that are drafted for people.
 */
class RestNoticeTest extends RestTest {

	@Test
	void a_declined_request_is_answered_with_the_reason_and_where_to_complain() throws Exception {
		UUID id = closed("contoso", "erase", "declined");
		when(this.decisions.reason(id)).thenReturn(Optional.of("legal-claims"));
		HttpResponse<String> response = get("nobody", "/api/requests/" + id + "/answer");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
		assertThat(response.body()).isEqualTo(
				"""
						Answer to your request R-%s

						You asked contoso to erase data about you (GDPR art. 17).
						Your request was received on 31 January 2026 and was to be answered by 2 March 2026. It was decided on 14 February 2026.

						We do not act on your request, because the data are necessary for establishing, exercising or defending legal claims (GDPR art. 17(3)(e)).

						No data about you were changed because of your request, and none are given to you. Copies that were made of them to decide on it were removed.

						If you do not agree, you may lodge a complaint with a supervisory authority, in particular where you live, where you work or where you think that the rules were broken (GDPR art. 77). The one for contoso is The Data Authority, https://authority.example. You may also seek a judicial remedy (GDPR art. 79).
						"""
					.formatted(id));
	}

	@Test
	void a_reason_in_words_is_told_as_it_is_and_without_an_authority_the_law_is() throws Exception {
		UUID id = closed("fabrikam", "access", "declined");
		when(this.decisions.reason(id))
			.thenReturn(Optional.of("We are not <Fabrikam Retail>: ask them & quote \"1\"."));
		assertThat(get("fred", "/api/requests/" + id + "/answer").body())
			.contains("for this reason:\n\nWe are not <Fabrikam Retail>: ask them & quote \"1\".\n\nNo data")
			.contains("(GDPR art. 77). You may also seek a judicial remedy (GDPR art. 79).")
			.doesNotContain("The one for");
	}

	@Test
	void a_completed_request_is_answered_with_what_was_done_and_what_was_not_and_why() throws Exception {
		UUID id = closed("contoso", "erase", "completed-with-exceptions");
		task(id, "alerts", "done", "retained", null);
		task(id, "users", "done", "erased", null);
		task(id, "gone", "failed", "failed", "unreachable");
		task(id, "more", "done", "refused", "role");
		set(id, "alerts", "rule", "the service keeps alerts for two years; art. 17(3)(b)");
		set(id, "more", "rule", "read-only data");
		this.jdbc.sql("update task set retained_until = ? where request = ? and source = 'alerts'")
			.params(Timestamps.of(Instant.parse("2027-05-01T10:00:00Z")), id)
			.update();
		this.jdbc.sql("update request set left_out = '[\"a\",\"b\"]' where id = ?").param(id).update();
		when(this.decisions.reason(id)).thenReturn(Optional.of("legal-obligation"));
		assertThat(get("olga", "/api/requests/" + id + "/answer").body()).isEqualTo(
				"""
						Answer to your request R-%s

						You asked contoso to erase data about you (GDPR art. 17).
						Your request was received on 31 January 2026 and was to be answered by 2 March 2026. This is what was done until 14 February 2026 (GDPR art. 12(3)).

						What was done
						- a system: users (category): the data about you were erased.

						What was not done, and why
						- a system: alerts (category): not erased: the service keeps these data until 1 May 2027. The basis: the service keeps alerts for two years; art. 17(3)(b).
						- a system: gone: not erased: the service could not be reached.
						- a system: more: not erased, by this rule: read-only data.

						Left as they were: 2 records, because the data are necessary for complying with a legal obligation that requires them to be processed (GDPR art. 17(3)(b)).

						Those to whom the data had been disclosed are told of a change, unless that proves impossible or takes a disproportionate effort. If you ask, we tell you who they are (GDPR art. 19).

						If you do not agree, you may lodge a complaint with a supervisory authority, in particular where you live, where you work or where you think that the rules were broken (GDPR art. 77). The one for contoso is The Data Authority, https://authority.example. You may also seek a judicial remedy (GDPR art. 79).
						"""
					.formatted(id));
	}

	@Test
	void where_all_was_done_nothing_is_said_of_complaints_and_the_package_is_pointed_at() throws Exception {
		UUID id = closed("contoso", "access", "completed");
		task(id, "alerts", "done", "found", null);
		task(id, "users", "done", "nothing-found", null);
		this.jdbc.sql(
				"update request set revision = 1, package_path = 'p', package_bytes = 5, package_sha256 = 'x' where id = ?")
			.param(id)
			.update();
		UUID duplicate = duplicate(id, "contoso", "R-of-" + id);
		assertThat(get("olga", "/api/requests/" + duplicate + "/answer").body()).isEqualTo(
				"""
						Answer to your request R-of-%s

						You asked contoso to give you a copy of the data about you (GDPR art. 15).
						Your request was received on 5 January 2026 and was to be answered by 2 March 2026. This is what was done until 14 February 2026 (GDPR art. 12(3)).

						What was done
						- a system: alerts (category): 3 records about you were found.
						- a system: users (category): searched, and nothing about you was found.

						The data that were found are in the package that comes with this answer; open index.html in it.
						"""
					.formatted(id));
	}

	@ParameterizedTest
	@CsvSource({ "discover, found, 3 records about you were found",
			"rectify, rectified, the data about you were corrected",
			"restrict, restricted, the use of the data about you was restricted",
			"erase, already-absent, the data about you were gone already",
			"discover, not-searchable, 'not searched: that takes your e-mail address, and nothing of that kind is known of you'",
			"access, failed, 'not known: it did not succeed, so data about you may be held there'",
			"rectify, refused, not corrected", "restrict, retained, not restricted: the service keeps these data",
			"access, refused, not given" })
	void each_outcome_is_told_in_the_words_of_the_right(String right, String outcome, String words) throws Exception {
		UUID id = closed("contoso", right, "completed-with-exceptions");
		task(id, "alerts", "done", outcome, null);
		String answer = get("olga", "/api/requests/" + id + "/answer").body();
		assertThat(answer).contains("- a system: alerts (category): " + words + ".");
		assertThat(answer.contains("supervisory authority"))
			.isEqualTo(java.util.Set.of("not-searchable", "failed", "refused", "retained").contains(outcome));
	}

	@Test
	void a_restriction_that_was_lifted_and_a_person_who_could_not_be_looked_up_are_told() throws Exception {
		UUID id = closed("contoso", "restrict", "completed-with-exceptions");
		task(id, "users", "done", "lifted", null);
		task(id, "recipients", "done", "lifted", null);
		this.jdbc.sql("update request set document = ?, subject = ? where id = ?")
			.params("{\"right\":\"restrict\",\"options\":{\"liftRestriction\":true}}",
					"{\"subject\":{\"identifiers\":{},\"names\":[],\"region\":\"DK\"},\"identified\":\"failed\",\"failure\":\"unreachable\",\"notSearched\":[]}",
					id)
			.update();
		assertThat(get("olga", "/api/requests/" + id + "/answer").body()).contains(
				"You asked contoso to end the restriction of the use of data about you (GDPR art. 18(3)).",
				"the restriction of the use of the data about you was ended",
				"- a system: they were told of the change.",
				"- Finding you in the organisation's directory: the service could not be reached, so something may have been missed.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "received", "identifying", "discovering", "awaiting-decision", "fulfilling", "packaging",
			"attention", "cancelled", "expired" })
	void what_is_not_fulfilled_or_declined_has_no_answer(String state) throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", state);
		problem(get("olga", "/api/requests/" + id + "/answer"), 409);
	}

	@Test
	void a_task_that_failed_has_a_support_case_from_the_ledger() throws Exception {
		UUID id = closed("contoso", "erase", "completed-with-exceptions");
		task(id, "users", "failed", "failed", "not-permitted");
		this.jdbc.sql(
				"update task set attempts = 6, started_at = ?, ended_at = ?, api_version = '2022-01-01' where request = ?")
			.params(Timestamps.of(Instant.parse("2026-02-01T10:00:00Z")),
					Timestamps.of(Instant.parse("2026-02-03T10:00:00Z")), id)
			.update();
		ended(id, "alerts", "another");
		ended(id, "users", "the first time");
		ended(id, "users", "HTTP 403 of host graph.example");
		HttpResponse<String> response = get("nobody", "/api/requests/" + id + "/tasks/users/support-case");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
		assertThat(response.body()).isEqualTo(
				"""
						Open the case under: Help + Support > Subscription Management > Other Security and Compliance Request > Privacy Blade and GDPR Requests

						Title: GDPR data subject request: erase failed in System of users (users)

						We are the controller of the personal data in the tenant below. A data subject made the request below to us, and what your service offers for it failed for good. Please help us to answer it, as our processor (GDPR art. 28(3)(e)).

						Entra tenant id:   11111111-1111-1111-1111-111111111111
						Subscription ids:  -
						Service:           System of users
						Data:              users: category
						Interface:         -, api-version 2022-01-01
						Right:             erase (GDPR art. 17)
						Our reference:     R-%1$s
						Request id:        %1$s
						Received:          2026-01-31T23:00:00Z, to be answered by 2026-03-02
						First tried:       2026-02-01T10:00:00Z
						Failed for good:   2026-02-03T10:00:00Z
						Attempts:          6
						Failure:           not-permitted
						Detail:            HTTP 403 of host graph.example

						Data subject:      [add the person's user principal name or object id here, by hand and only in the portal's own form]
						"""
					.formatted(id));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "users, failed, 200", "users, found, 409", "users, refused, 409",
			"users, retained, 409", "users, -, 409", "alerts, failed, 404" })
	void only_a_task_that_failed_has_one(String asked, String outcome, int status) throws Exception {
		UUID id = closed("contoso", "export", "completed-with-exceptions");
		task(id, "users", (outcome != null) ? "done" : "waiting", outcome, null);
		assertThat(get("olga", "/api/requests/" + id + "/tasks/" + asked + "/support-case").statusCode())
			.isEqualTo(status);
	}

	private UUID closed(String tenant, String right, String state) {
		UUID id = request(tenant, "R-" + UUID.randomUUID(), right, state);
		this.jdbc.sql("update request set reference = ?, received_at = ?, closed_at = ? where id = ?")
			.params("R-" + id, Timestamps.of(Instant.parse("2026-01-31T23:00:00Z")),
					Timestamps.of(Instant.parse("2026-02-14T09:00:00Z")), id)
			.update();
		return id;
	}

	private void set(UUID id, String source, String column, String value) {
		this.jdbc.sql("update task set %s = ? where request = ? and source = ?".formatted(column))
			.params(value, id, source)
			.update();
	}

	private void ended(UUID id, String source, String detail) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("source", source);
		data.put("outcome", "failed");
		data.put("detail", detail);
		new TransactionTemplate(this.transactions)
			.executeWithoutResult((status) -> this.evidence.append(id, "task-ended", "hub", data));
	}

}
