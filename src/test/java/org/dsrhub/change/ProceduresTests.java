package org.dsrhub.change;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import org.dsrhub.change.Step.Attention;
import org.dsrhub.change.Step.End;
import org.dsrhub.change.Step.Wait;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProceduresTests {

	private static final String ANA = "2a8b1f0e-0000-4000-8000-000000000001";

	private static final Subject SUBJECT = new Subject(Map.of(IdentifierKind.EMAIL, Set.of("ana@contoso.example"),
			IdentifierKind.OBJECT_ID, Set.of(ANA), IdentifierKind.PHONE, Set.of("+4520123456")), Set.of(), "DK");

	private static final PeopleErasure.Shape CONTACT = new PeopleErasure.Shape(
			List.of("properties.emails", "properties.email"), null, null, List.of("properties.phone"));

	private static final PeopleErasure.Shape POLICY = new PeopleErasure.Shape(List.of(), "properties.requests",
			"requestor", List.of());

	private static final String ITEM = "/subscriptions/s/providers/Microsoft.Security/securityContacts/default";

	/**
	 * What becomes of a contact's addresses: null where it is deleted, as before where it
	 * is none of hers.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "(deleted)", textBlock = """
			bo@x.example;ana@contoso.example;cy@x.example  | bo@x.example;cy@x.example
			' bo@x.example ; ANA@Contoso.example ;Cy@X.example' | ' bo@x.example ;Cy@X.example'
			ana@contoso.example                            | (deleted)
			ana@contoso.example;                           | (deleted)
			diana@contoso.example                          | diana@contoso.example
			ana@contoso.example.org;bo@x.example           | ana@contoso.example.org;bo@x.example
			""")
	void a_person_is_taken_out_of_a_contact_and_every_other_byte_stays(String emails, String left) {
		JsonNode contact = json(
				"{'id':'x','properties':{'emails':'%s','n':1.10,'isEnabled':true},'etag':'7'}".formatted(emails));
		Edit edit = new PeopleErasure(CONTACT, SUBJECT).apply(contact);
		if (left == null) {
			assertThat(edit).isInstanceOf(Edit.Delete.class);
		}
		else if (left.equals(emails)) {
			assertThat(edit).isInstanceOf(Edit.Gone.class);
		}
		else {
			assertThat(((Edit.Replace) edit).item().toString()).isEqualTo(contact.toString().replace(emails, left));
		}
	}

	@Test
	void the_requests_of_others_stay_in_a_policy() {
		JsonNode policy = json("{'properties':{'requests':[{'requestor':'bo@x.example','justification':'b'},"
				+ "{'requestor':'Ana@contoso.example','justification':'a'},{'requestor':'" + ANA + "'}]}}");
		Edit edit = new PeopleErasure(POLICY, SUBJECT).apply(policy);
		assertThat(((Edit.Replace) edit).item())
			.isEqualTo(json("{'properties':{'requests':[{'requestor':'bo@x.example','justification':'b'}]}}"));
	}

	/**
	 * Every change, killed before and after each of its calls: what it does, it does
	 * once.
	 */
	@ParameterizedTest
	@MethodSource("changes")
	void a_change_that_is_killed_at_any_step_has_each_effect_once(Change change, int killedAt) {
		FakeService service = new FakeService();
		service.items.put(change.path(), json(change.item()));
		Step end = service.run(change.procedure().get(), killedAt);
		assertThat(service.ended(end, End.Kind.DONE)).as("%s", end).isTrue();
		assertThat(service.effects).isEqualTo(change.effects());
		assertThat(service.sealed.get(0)).isEqualTo(json(change.item()));
	}

	@ParameterizedTest
	@MethodSource("all")
	void a_service_that_says_yes_and_does_nothing_is_not_believed(Change change) {
		FakeService service = new FakeService();
		service.lies = true;
		service.items.put(change.path(), json(change.item()));
		assertThat(service.vain(service.run(change.procedure().get(), -1))).isTrue();
		assertThat(service.vain(service.run(change.procedure().get(), -1))).isTrue();
	}

	@Test
	void what_somebody_else_changes_meanwhile_is_not_lost() {
		FakeService service = new FakeService();
		JsonNode first = json("{'properties':{'emails':'ana@contoso.example;bo@x.example'}}");
		JsonNode second = json("{'properties':{'emails':'ana@contoso.example;bo@x.example;cy@x.example'}}");
		Procedure procedure = new ItemChange(ITEM, new PeopleErasure(CONTACT, SUBJECT));
		Situation situation = new Situation(Notes.none(), service.now);
		situation.read(Call.get(ITEM), new Answer(200, first));
		situation.read(Call.get(ITEM), new Answer(200, second));
		assertThat(procedure.next(situation)).isInstanceOf(Step.Read.class);
		situation.read(Call.get(ITEM), new Answer(200, second));
		assertThat(((Step.Effect) procedure.next(situation)).call().body())
			.isEqualTo(json("{'properties':{'emails':'bo@x.example;cy@x.example'}}"));
	}

	@Test
	void an_item_that_is_gone_already_is_already_absent_and_one_that_the_hub_deleted_is_not() {
		FakeService service = new FakeService();
		Procedure procedure = new ItemChange(ITEM, new PeopleErasure(CONTACT, SUBJECT));
		assertThat(service.ended(service.run(procedure, -1), End.Kind.ABSENT)).isTrue();
		Situation vanished = new Situation(
				Notes.none().beginning("delete", "2026-03-02T10:00:00Z").answered("delete", 204), service.now);
		vanished.read(Call.get(ITEM), new Answer(404, null));
		assertThat(service.ended(procedure.next(vanished), End.Kind.ABSENT)).as("204").isTrue();
		Situation deleted = new Situation(
				Notes.none().beginning("delete", "2026-03-02T10:00:00Z").answered("delete", 200), service.now);
		deleted.read(Call.get(ITEM), new Answer(404, null));
		assertThat(service.ended(procedure.next(deleted), End.Kind.DONE)).as("200").isTrue();
	}

	@Test
	void an_account_waits_among_the_deleted_ones_and_is_erased_only_when_it_is_gone_from_there() {
		FakeService service = new FakeService();
		service.items.put("/users/" + ANA, json("{'id':'a','displayName':'Ana'}"));
		Procedure procedure = new UserErasure(ANA, Duration.ofDays(7));
		Step waits = service.run(procedure, -1);
		assertThat(((Wait) waits).until()).isEqualTo(service.now.plus(Duration.ofDays(7)));
		assertThat(service.effects).containsExactly("soft-delete");
		service.now = service.now.plus(Duration.ofDays(7));
		assertThat(service.ended(service.run(procedure, -1), End.Kind.DONE)).isTrue();
		assertThat(service.effects).containsExactly("soft-delete", "permanent-delete");
		assertThat(service.items).isEmpty();
	}

	@Test
	void an_account_that_does_not_show_among_the_deleted_ones_yet_is_not_erased_yet() {
		FakeService service = new FakeService();
		service.items.put("/users/" + ANA, json("{'id':'a'}"));
		Procedure procedure = new UserErasure(ANA, Duration.ofDays(7));
		service.late = true;
		assertThat(service.vain(service.run(procedure, -1))).isTrue();
		service.late = false;
		assertThat(service.run(procedure, -1)).isInstanceOf(Wait.class);
	}

	@Test
	void a_contact_with_somebody_elses_phone_is_left_to_them_and_a_policy_keeps_its_machines() {
		JsonNode contact = json("{'properties':{'emails':'ana@contoso.example','phone':'+45 31 22 33 44'}}");
		assertThat(((Edit.Replace) new PeopleErasure(CONTACT, SUBJECT).apply(contact)).item())
			.isEqualTo(json("{'properties':{'emails':'','phone':'+45 31 22 33 44'}}"));
		JsonNode policy = json("{'properties':{'requests':[{'requestor':'ana@contoso.example'}]}}");
		assertThat(((Edit.Replace) new PeopleErasure(POLICY, SUBJECT).apply(policy)).item())
			.isEqualTo(json("{'properties':{'requests':[]}}"));
	}

	@Test
	void all_corrections_of_a_request_for_access_are_made_in_whichever_order_they_come() {
		JsonNode policy = json("{'properties':{'requests':[{'requestor':'ana@contoso.example','justification':'a'},"
				+ "{'requestor':'bo@x.example','justification':'b'}]}}");
		Map<String, JsonNode> corrections = new java.util.LinkedHashMap<>();
		corrections.put("properties.requests.requestor", TextNode.valueOf("ana.b@contoso.example"));
		corrections.put("properties.requests.justification", TextNode.valueOf("c"));
		Edit edit = new PeopleCorrection(POLICY, corrections, SUBJECT).apply(policy);
		assertThat(((Edit.Replace) edit).item())
			.isEqualTo(json("{'properties':{'requests':[{'requestor':'ana.b@contoso.example','justification':'c'},"
					+ "{'requestor':'bo@x.example','justification':'b'}]}}"));
		assertThat(new PeopleCorrection(POLICY, corrections, SUBJECT).apply(((Edit.Replace) edit).item()))
			.isInstanceOf(Edit.Keep.class);
	}

	@Test
	void an_account_that_an_administrator_restores_meanwhile_is_put_before_a_person() {
		FakeService service = new FakeService();
		service.items.put("/users/" + ANA, json("{'id':'a'}"));
		Procedure procedure = new UserErasure(ANA, Duration.ofDays(7));
		service.run(procedure, -1);
		service.items.put("/users/" + ANA, service.items.remove("/directory/deletedItems/" + ANA));
		assertThat(service.run(procedure, -1)).isInstanceOf(Attention.class);
		assertThat(service.effects).containsExactly("soft-delete");
	}

	@ParameterizedTest
	@CsvSource({ "erase", "restrict", "rectify" })
	void an_account_of_another_directory_is_refused_with_the_rule_and_untouched(String right) {
		FakeService service = new FakeService();
		service.items.put("/users/" + ANA,
				json("{'id':'a','accountEnabled':true,'onPremisesSyncEnabled':true,'city':'Aarhus'}"));
		Procedure procedure = switch (right) {
			case "erase" -> new UserErasure(ANA, Duration.ZERO);
			case "restrict" -> new UserRestriction(ANA);
			default -> new UserCorrection(ANA, Map.of("city", TextNode.valueOf("Odense")));
		};
		End end = (End) service.run(procedure, -1);
		assertThat(end.kind()).isEqualTo(End.Kind.REFUSED);
		assertThat(end.rule()).contains("on-premises");
		assertThat(service.effects).isEmpty();
	}

	@Test
	void lifting_a_restriction_gives_back_exactly_what_it_took() {
		FakeService service = new FakeService();
		String before = USER;
		service.items.put("/users/" + ANA, json(before));
		service.run(new UserRestriction(ANA), -1);
		JsonNode sealed = service.sealed.get(0);
		FakeService later = new FakeService();
		later.items.putAll(service.items);
		assertThat(later.ended(later.run(new UserLift(ANA, sealed), -1), End.Kind.DONE)).isTrue();
		for (String field : List.of("accountEnabled", "assignedLicenses")) {
			assertThat(later.items.get("/users/" + ANA).path(field)).isEqualTo(json(before).path(field));
		}
	}

	@Test
	void nothing_is_left_to_lift_of_an_account_that_is_gone_for_good() {
		FakeService service = new FakeService();
		service.items.put("/directory/deletedItems/" + ANA, json(USER));
		assertThat(service.ended(service.run(new UserLift(ANA, json(USER)), -1), End.Kind.REFUSED)).isTrue();
		service.items.clear();
		assertThat(service.ended(service.run(new UserLift(ANA, json(USER)), -1), End.Kind.ABSENT)).isTrue();
	}

	@Test
	void lifting_a_restriction_puts_the_address_back_where_it_was_unless_others_changed_the_contact() {
		JsonNode original = json("{'properties':{'emails':'bo@x.example; ana@contoso.example;cy@x.example'}}");
		for (List<String> now : List.of(
				List.of("bo@x.example;cy@x.example", "bo@x.example; ana@contoso.example;cy@x.example"),
				List.of("cy@x.example;di@x.example", "cy@x.example;di@x.example; ana@contoso.example"))) {
			FakeService service = new FakeService();
			service.items.put(ITEM, json("{'properties':{'emails':'%s'}}".formatted(now.get(0))));
			service.run(new ItemLift(ITEM, original, CONTACT, SUBJECT), -1);
			assertThat(service.items.get(ITEM).at("/properties/emails").asText()).isEqualTo(now.get(1));
		}
		FakeService gone = new FakeService();
		gone.run(new ItemLift(ITEM, original, CONTACT, SUBJECT), -1);
		assertThat(gone.items.get(ITEM)).as("without the others, who have gone since")
			.isEqualTo(json("{'properties':{'emails':' ana@contoso.example'}}"));
	}

	private static final String USER = "{'id':'a','accountEnabled':true,'assignedLicenses':[{'skuId':'s1',"
			+ "'disabledPlans':['p1']},{'skuId':'s2','disabledPlans':[]}]}";

	static Stream<Change> all() {
		return Stream.of(
				new Change("shared contact", ITEM,
						"{'properties':{'emails':'bo@x.example;ana@contoso.example','phone':'20 12 34 56'}}",
						List.of("replace"), () -> new ItemChange(ITEM, new PeopleErasure(CONTACT, SUBJECT))),
				new Change("own contact", ITEM, "{'properties':{'emails':'ana@contoso.example'}}", List.of("delete"),
						() -> new ItemChange(ITEM, new PeopleErasure(CONTACT, SUBJECT))),
				new Change("corrected contact", ITEM, "{'properties':{'emails':'bo@x.example;ana@contoso.example'}}",
						List.of("replace"),
						() -> new ItemChange(ITEM, new PeopleCorrection(CONTACT,
								Map.of("properties.emails", TextNode.valueOf("ana.b@contoso.example")), SUBJECT))),
				new Change("erased account", "/users/" + ANA, USER, List.of("soft-delete", "permanent-delete"),
						() -> new UserErasure(ANA, Duration.ZERO)),
				new Change("restricted account", "/users/" + ANA, USER,
						List.of("disable", "remove-licences", "revoke-sessions"), () -> new UserRestriction(ANA)),
				new Change("corrected account", "/users/" + ANA, "{'id':'a','city':'Aarhus','businessPhones':['1']}",
						List.of("update"), () -> new UserCorrection(ANA, Map.of("city", TextNode.valueOf("Odense"),
								"businessPhones", TextNode.valueOf("2|3")))));
	}

	static Stream<Arguments> changes() {
		return all().flatMap((change) -> IntStream.range(-1, 14).mapToObj((step) -> Arguments.of(change, step)));
	}

	private static JsonNode json(String text) {
		try {
			return new ObjectMapper().readTree(text.replace('\'', '"'));
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * A change and the item that it is made to.
	 */
	record Change(String name, String path, String item, List<String> effects, Supplier<Procedure> procedure) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
