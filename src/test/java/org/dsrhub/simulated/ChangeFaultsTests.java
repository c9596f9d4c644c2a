package org.dsrhub.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The ways in which a change can go wrong between a caller and a service.
 */
class ChangeFaultsTests {

	private final SimulatedTenant tenant = SimulatedTenant.start("contoso");

	private final SampleColleagues people = SampleColleagues.settle(this.tenant, Instant.now());

	private final Asking arm = new Asking(this.tenant.arm(), Audience.ARM);

	private final Asking graph = new Asking(this.tenant.graph(), Audience.GRAPH);

	private final String contact = this.people.sharedContact() + "?api-version=2023-12-01-preview";

	private final String user = "/v1.0/users/" + this.people.objectId();

	@AfterEach
	void close() {
		this.tenant.close();
	}

	static Stream<Arguments> changes() {
		return Stream.of(arguments("PATCH", "", "{\"city\": \"Ribe\"}", 204),
				arguments("POST", "/assignLicense",
						"{\"addLicenses\": [], \"removeLicenses\": [\"10000000-aaaa-4aaa-8aaa-000000000001\"]}", 200),
				arguments("POST", "/revokeSignInSessions", "", 200), arguments("DELETE", "", "", 204));
	}

	@ParameterizedTest
	@MethodSource("changes")
	void the_directory_says_yes_and_changes_nothing(String method, String action, String body, int status)
			throws Exception {
		ObjectNode before = this.tenant.graph().user(this.people.objectId()).orElseThrow().deepCopy();
		this.tenant.graph().faults().on(method + " /v1.0/users/").lie();

		assertThat(this.graph.send(method, this.user + action, body).statusCode()).isEqualTo(status);
		assertThat(this.tenant.graph().user(this.people.objectId())).contains(before);
		assertThat(this.tenant.effects()).isEmpty();

		assertThat(this.graph.send(method, this.user + action, body).statusCode()).isEqualTo(status);
		assertThat(this.tenant.effects()).hasSize(1);
	}

	@Test
	void resource_manager_says_yes_and_changes_nothing() throws Exception {
		String before = this.arm.get(this.contact).body();
		this.tenant.arm().faults().on("PUT /subscriptions/").lie();
		this.tenant.arm().faults().on("DELETE /subscriptions/").lie();

		HttpResponse<String> put = this.arm.send("PUT", this.contact, before.replace("KIM.Holm@contoso.example;", ""));
		assertThat(put.statusCode()).isEqualTo(200);
		assertThat(put.body()).doesNotContain("KIM");
		assertThat(this.arm.send("DELETE", this.contact, "").statusCode()).isEqualTo(200);

		assertThat(this.arm.get(this.contact).body()).isEqualTo(before);
		assertThat(this.tenant.effects()).isEmpty();
		assertThat(this.tenant.arm().state().of(this.tenant.subscriptions().get(0), ArmKind.ACTIVITY_LOG)).isEmpty();
	}

	@Test
	void the_answer_to_a_change_can_be_lost() throws Exception {
		this.tenant.graph().faults().on("POST /v1.0/users/").loseAnswer();

		assertThatThrownBy(() -> this.graph.send("POST", this.user + "/revokeSignInSessions", ""))
			.isInstanceOf(IOException.class);

		assertThat(this.tenant.effects()).hasSize(1);
	}

	@Test
	void another_administrator_writes_between_a_read_and_a_write() throws Exception {
		this.tenant.arm().faults().on("GET " + this.people.sharedContact()).after(1).meanwhile(() -> phone("+45 1"));
		this.tenant.arm().faults().on("PUT " + this.people.sharedContact()).first(() -> phone("+45 2"));

		String first = this.arm.get(this.contact).body();
		assertThat(this.arm.get(this.contact).body()).isEqualTo(first);
		assertThat(this.arm.get(this.contact).body()).isEqualTo(first.replaceAll("\"\\+44[^\"]*", "\"+45 1"));
		this.arm.send("PUT", this.contact, first);

		assertThat(this.arm.get(this.contact).body()).isEqualTo(first);
		assertThat(this.tenant.effects()).hasSize(1);
	}

	@Test
	void a_call_stands_still_before_it_does_anything() throws Exception {
		Hold hold = this.tenant.graph().faults().on("DELETE " + this.user).hold();
		CompletableFuture<Integer> answer = aside(this.graph, this.user);
		Awaitility.await().until(hold::reached);
		assertThat(this.graph.get(this.user).statusCode()).isEqualTo(200);
		assertThat(answer).isNotDone();

		hold.release();

		assertThat(answer.get()).isEqualTo(204);
		assertThat(this.graph.get(this.user).statusCode()).isEqualTo(404);
	}

	@Test
	void a_call_stands_still_after_what_it_did() throws Exception {
		Hold hold = this.tenant.graph().faults().on("DELETE " + this.user).holdAnswer();
		CompletableFuture<Integer> answer = aside(this.graph, this.user);
		Awaitility.await().until(hold::reached);
		assertThat(this.graph.get(this.user).statusCode()).isEqualTo(404);
		assertThat(this.tenant.effects()).hasSize(1);
		assertThat(answer).isNotDone();

		hold.release();

		assertThat(answer.get()).isEqualTo(204);
	}

	@Test
	void a_call_that_is_never_let_go_does_nothing_and_holds_up_no_end() {
		SimulatedTenant other = SimulatedTenant.start("fabrikam");
		String kim = "/v1.0/users/" + SampleColleagues.settle(other, Instant.now()).objectId();
		Hold hold = other.graph().faults().on("DELETE " + kim).hold();
		CompletableFuture<Integer> answer = aside(new Asking(other.graph(), Audience.GRAPH), kim);
		Awaitility.await().until(hold::reached);

		other.close();

		assertThat(answer).failsWithin(Duration.ofSeconds(10));
		assertThat(other.effects()).isEmpty();
	}

	private static CompletableFuture<Integer> aside(Asking asking, String user) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return asking.send("DELETE", user, "").statusCode();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private void phone(String phone) {
		ObjectNode contact = this.tenant.arm()
			.state()
			.find(ArmKind.SECURITY_CONTACTS, this.people.sharedContact())
			.orElseThrow()
			.deepCopy();
		contact.withObject("/properties").put("phone", phone);
		this.tenant.arm().state().put(ArmKind.SECURITY_CONTACTS, contact);
	}

}
