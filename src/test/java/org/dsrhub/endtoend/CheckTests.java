package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import okhttp3.tls.HandshakeCertificates;
import org.dsrhub.simulated.AzuriteServer;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedIotCentral;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code hub check} over tenants in each of which one thing is missing, and what it then
 * tells to grant or correct. All are checked by one process.
 */
class CheckTests {

	private static final Map<String, SimulatedTenant> TENANTS = new LinkedHashMap<>();

	private static final List<AutoCloseable> OTHERS = new ArrayList<>();

	private static final Map<String, List<SimulatedIotCentral>> APPLICATIONS = new LinkedHashMap<>();

	private static final List<String> CANARIES = new ArrayList<>();

	@TempDir
	static Path folder;

	private static int closed;

	private static final String NO_CONTAINER = "warn entra-system-logs: is not asked, and packages say so: its service writes into a container, and the tenant has none in Azure";

	private static CheckProcess check;

	@BeforeAll
	static void run() throws Exception {
		Installation installation = Installation.in(folder).withExports();
		Files.createDirectories(installation.data().resolve("packages"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		AzuriteServer azurite = AzuriteServer.start();
		OTHERS.add(azurite);
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			closed = socket.getLocalPort();
		}
		connect(installation, "well", "");
		connect(installation, "one-missing", "");
		tenant("one-missing").arm()
			.faults()
			.on(subscription("one-missing") + "/providers/Microsoft.Security/alerts")
			.always()
			.forbid();
		connect(installation, "graph-missing", "");
		tenant("graph-missing").graph().faults().on("/v1.0/").always().forbid();
		Path wrong = Files.writeString(folder.resolve("wrong"), "not-the-secret");
		connect(installation, "wrong-secret", "credential: {kind: secret, clientId: %s, secret: \"file:%s\"}"
			.formatted(start("wrong-secret").clientId(), wrong));
		Path otherCa = Files.writeString(folder.resolve("other-ca.pem"), tenant("well").login().caPem());
		connect(installation, "wrong-ca", "trust: " + otherCa);
		connect(installation, "no-subscription", "subscriptions: [99999999-9999-9999-9999-999999999999]");
		SimulatedTenant silent = start("unreachable");
		connect(installation, "unreachable",
				"endpoints: {login: \"%s\", arm: \"http://127.0.0.1:%d\"}".formatted(silent.login().url(), closed));
		SimulatedTenant nameless = start("no-host");
		connect(installation, "no-host",
				"endpoints: {login: \"%s\", arm: \"https://arm.no-host.invalid\"}".formatted(nameless.login().url()));
		Path key = Files.writeString(folder.resolve("key"), azurite.connectionString().replace("Eby8", "AAAA"));
		connect(installation, "wrong-key",
				"container: {kind: azure, name: dsr, credential: {kind: connection-string, value: \"file:%s\"}}"
					.formatted(key));
		SimulatedTenant refused = start("container-missing");
		connect(installation, "container-missing",
				"container: {kind: azure, endpoint: \"https://localhost:%d\", name: dsr, credential: {kind: tenant}}"
					.formatted(refusing(refused)));
		Path account = Files.writeString(folder.resolve("account"), azurite.connectionString());
		connect(installation, "exporting",
				"container: {kind: azure, name: dsr, credential: {kind: connection-string, value: \"file:%s\"}}\nsources: {include: [entra-user, entra-system-logs]}"
					.formatted(account));
		everything(installation, "everything");
		everything(installation, "nothing-granted");
		tenant("nothing-granted").graph().faults().on("/auditLogs/").always().forbid();
		tenant("nothing-granted").graph().faults().on("/checkMemberGroups").always().forbid();
		APPLICATIONS.get("nothing-granted").get(0).faults().on("/api/users").always().forbid();
		check = CheckProcess.run(installation, Map.of());
	}

	@AfterAll
	static void close() throws Exception {
		TENANTS.values().forEach(SimulatedTenant::close);
		for (AutoCloseable other : OTHERS) {
			other.close();
		}
	}

	@Test
	void a_check_in_which_something_failed_ends_with_1() {
		assertThat(check.code()).as(check.output()).isEqualTo(1);
	}

	@Test
	void it_says_nothing_but_its_lines() {
		assertThat(check.output().lines())
			.allMatch((line) -> line.matches("(ok  |warn|FAIL)  [a-z-]+: [a-z0-9.-]+: .+"));
	}

	@Test
	void it_says_nothing_about_a_person() {
		assertThat(CANARIES).isNotEmpty();
		assertThat(Leak.of(CANARIES).in("output", check.output().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
			.isEmpty();
	}

	@Test
	void a_tenant_with_everything_is_told_line_by_line() {
		SimulatedTenant well = tenant("well");
		List<String> lines = check.lines("well");
		String first = well.subscriptions().get(0);
		String second = well.subscriptions().get(1);
		assertThat(lines).allMatch((line) -> line.startsWith("ok "));
		assertThat(lines.get(0)).contains("well.yaml: sources 5, subscriptions 2; login localhost:", ", arm 127.0.0.1:",
				", graph 127.0.0.1:");
		assertThat(lines.subList(3, lines.size())).containsExactly("ok token: for https://management.azure.com",
				"ok token: for https://graph.microsoft.com", "ok lookup: organization: can be asked",
				"ok lookup: users: can be asked", "ok lookup: deleted-users: can be asked",
				"ok activity-log: subscription " + first + ": can be read",
				"ok activity-log: subscription " + second + ": can be read",
				"ok defender-alerts: subscription " + first + ": can be read",
				"ok defender-alerts: subscription " + second + ": can be read",
				"ok defender-jit-policies: subscription " + first + ": can be read",
				"ok defender-jit-policies: subscription " + second + ": can be read",
				"ok defender-security-contacts: subscription " + first + ": can be read",
				"ok defender-security-contacts: subscription " + second + ": can be read", "ok entra-user: can be read",
				"ok container: " + folder.resolve("data/packages") + ": written, read and deleted");
	}

	@Test
	void it_asks_for_first_pages_only_and_leaves_no_probe() throws IOException {
		assertThat(tenant("well").arm().calls()).hasSize(8)
			.noneMatch((call) -> call.line().toLowerCase(java.util.Locale.ROOT).contains("skiptoken"));
		try (var files = Files.walk(folder.resolve("data/packages"))) {
			assertThat(files.filter(Files::isRegularFile)).isEmpty();
		}
		assertThat(folder.resolve("data/ledger.mv.db")).doesNotExist();
	}

	@Test
	void a_missing_role_is_told_with_whom_to_grant_which() {
		assertThat(failures("one-missing")).containsExactly(
				"FAIL defender-alerts: subscription %s: %s answered HTTP 403: grant the application %s the role 'Security Reader' on the subscription"
					.formatted(subscription("one-missing"), host(tenant("one-missing").arm().url()),
							tenant("one-missing").clientId()));
	}

	@Test
	void missing_permissions_of_the_directory_are_told() {
		String grant = "%s answered HTTP 403: grant the application %s the application permission "
			.formatted(host(tenant("graph-missing").graph().url()), tenant("graph-missing").clientId());
		assertThat(failures("graph-missing")).containsExactly("warn lookup: organization: " + grant
				+ "'Organization.Read.All' of Microsoft Graph; without it sign-in identities are not looked through",
				"FAIL lookup: users: " + grant + "'User.Read.All' of Microsoft Graph",
				"FAIL lookup: deleted-users: " + grant + "'Directory.Read.All' of Microsoft Graph",
				"FAIL entra-user: " + grant + "'User.Read.All' of Microsoft Graph");
	}

	@Test
	void the_logs_of_the_directory_and_every_application_are_told_line_by_line() {
		List<String> lines = check.lines("everything");
		List<String> hosts = APPLICATIONS.get("everything").stream().map((one) -> host(one.url())).sorted().toList();
		String first = "." + hosts.get(0).replace(':', '-') + ": ";
		String second = "." + hosts.get(1).replace(':', '-') + ": ";
		assertThat(lines).filteredOn((line) -> !line.startsWith("ok ")).containsExactly(NO_CONTAINER);
		assertThat(lines.get(0)).contains("sources 13, subscriptions 2; ")
			.contains(hosts.stream().map((host) -> ", iotCentral " + host).toList());
		assertThat(lines).contains("ok token: for https://apps.azureiotcentral.com");
		assertThat(lines.stream().filter((line) -> line.matches("ok (entra-|iot-central-).*")))
			.containsExactlyInAnyOrder("ok entra-directory-audits: can be read", "ok entra-sign-ins: can be read",
					"ok entra-user: can be read", "ok iot-central-devices" + first + "is looked at by a person",
					"ok iot-central-devices" + second + "is looked at by a person",
					"ok iot-central-system-logs" + first + refused(hosts.get(0)),
					"ok iot-central-system-logs" + second + refused(hosts.get(1)),
					"ok iot-central-users" + first + "can be read", "ok iot-central-users" + second + "can be read");
		assertThat(tenant("everything").graph().calls())
			.filteredOn((call) -> call.path().endsWith("/checkMemberGroups"))
			.hasSize(1);
	}

	@Test
	void a_container_for_what_a_service_exports_is_made_signed_for_and_removed() {
		assertThat(check.lines("exporting")).contains(
				"ok entra-system-logs: a container for it was made, signed for and removed; nothing is begun to try it");
	}

	@Test
	void what_the_logs_of_the_directory_and_the_applications_need_is_told() {
		SimulatedTenant tenant = tenant("nothing-granted");
		String graph = host(tenant.graph().url());
		String grant = " answered HTTP 403: grant the application " + tenant.clientId() + " the ";
		List<String> hosts = APPLICATIONS.get("nothing-granted").stream().map((one) -> host(one.url())).toList();
		String role = grant
				+ "role 'App Administrator' in the IoT Central application, and for groups the application permission 'GroupMember.Read.All' of Microsoft Graph";
		assertThat(failures("nothing-granted")).containsExactlyInAnyOrder(
				"FAIL entra-directory-audits: " + graph + grant
						+ "application permissions 'AuditLog.Read.All' and 'Directory.Read.All' of Microsoft Graph",
				"FAIL entra-sign-ins: " + graph + grant
						+ "application permission 'AuditLog.Read.All' of Microsoft Graph",
				"FAIL iot-central-users.%s: %s%s".formatted(hosts.get(0).replace(':', '-'), hosts.get(0), role),
				"FAIL iot-central-users.%s: %s%s".formatted(hosts.get(1).replace(':', '-'), graph, role), NO_CONTAINER);
	}

	@Test
	void a_wrong_secret_is_told_once_for_each_audience_and_not_for_each_source() {
		assertThat(failures("wrong-secret")).startsWith(
				"FAIL token: for https://management.azure.com: the login answered HTTP 401, AADSTS7000215: the client secret is wrong; put the secret's value there, not its id",
				"FAIL token: for https://graph.microsoft.com: the login answered HTTP 401, AADSTS7000215: the client secret is wrong; put the secret's value there, not its id")
			.contains("FAIL entra-user: there is no token for it, see above");
		assertThat(tenant("wrong-secret").login().calls()).hasSizeLessThanOrEqualTo(4);
	}

	@Test
	void a_login_with_a_certificate_of_another_ca_is_told() {
		assertThat(failures("wrong-ca").get(0)).isEqualTo(
				"FAIL token: for https://management.azure.com: %s: no TLS; if it shows a certificate of your own CA, name that CA's PEM file under trust"
					.formatted(host(tenant("wrong-ca").login().url())));
	}

	@Test
	void a_subscription_that_is_not_there_is_told() {
		assertThat(failures("no-subscription")).hasSize(4)
			.first()
			.asString()
			.matches(
					"FAIL activity-log: subscription 99999999-.*9: 127.0.0.1:\\d+ answered HTTP 404: correct subscriptions in the tenant file, .*");
	}

	@Test
	void a_host_that_does_not_answer_is_told_once_for_each_source() {
		assertThat(failures("unreachable")).containsExactly(
				"warn configuration: there is no endpoints.graph, so that nobody is looked up",
				"FAIL activity-log: every subscription: 127.0.0.1:%d: nobody takes the connection; correct its address, or open it in the firewall"
					.formatted(closed),
				"FAIL defender-alerts: every subscription: 127.0.0.1:%d: nobody takes the connection; correct its address, or open it in the firewall"
					.formatted(closed),
				"FAIL defender-jit-policies: every subscription: 127.0.0.1:%d: nobody takes the connection; correct its address, or open it in the firewall"
					.formatted(closed),
				"FAIL defender-security-contacts: every subscription: 127.0.0.1:%d: nobody takes the connection; correct its address, or open it in the firewall"
					.formatted(closed),
				"warn entra-user: is not searched without endpoints.graph");
		assertThat(failures("no-host")).contains(
				"FAIL defender-alerts: every subscription: arm.no-host.invalid: there is no such host; correct its address in the tenant file, or the name service");
	}

	@Test
	void a_storage_account_that_refuses_is_told() {
		assertThat(failures("wrong-key")).singleElement()
			.asString()
			.matches(
					"FAIL container: 127.0.0.1:\\d+ answered HTTP 403, AuthenticationFailed: it refuses the account's key; take the connection string anew|FAIL container: 127.0.0.1:\\d+ answered HTTP 403, AuthorizationFailure: .*");
		assertThat(failures("container-missing")).singleElement()
			.asString()
			.matches(
					"FAIL container: localhost:\\d+ answered HTTP 403, AuthorizationPermissionMismatch: grant the application %s the role 'Storage Blob Data Contributor' on the container dsr"
						.formatted(tenant("container-missing").clientId()));
	}

	private static List<String> failures(String name) {
		return check.lines(name).stream().filter((line) -> !line.startsWith("ok ")).toList();
	}

	private static String refused(String application) {
		return "is refused to everybody: not accessible or exportable by application administrators (application http://%s)"
			.formatted(application);
	}

	private static String subscription(String name) {
		return tenant(name).subscriptions().get(1);
	}

	private static String host(String url) {
		return java.net.URI.create(url).getRawAuthority();
	}

	private static SimulatedTenant tenant(String name) {
		return TENANTS.get(name);
	}

	private static SimulatedTenant start(String name) {
		return TENANTS.computeIfAbsent(name, SimulatedTenant::start);
	}

	private static void connect(Installation installation, String name, String more) {
		SimulatedTenant tenant = start(name);
		CANARIES.addAll(SamplePeople.settle(tenant, Instant.now()).canaries());
		installation.with(tenant, more);
	}

	/**
	 * A tenant with every source there is, and two applications of IoT Central, to the
	 * second of which a group has access.
	 */
	private static void everything(Installation installation, String name) {
		SimulatedTenant tenant = start(name);
		List<SimulatedIotCentral> applications = List.of(tenant.startIotCentral(), tenant.startIotCentral());
		OTHERS.addAll(applications);
		APPLICATIONS.put(name, applications);
		applications.get(1).other("g-1", "adGroup", "90000000-0000-4000-8000-000000000001");
		connect(installation, name, """
				endpoints: {login: "%s", arm: "%s", graph: "%s", iotCentral: ["%s", "%s"]}
				sources: {include: all}
				""".formatted(tenant.login().url(), tenant.arm().url(), tenant.graph().url(), applications.get(0).url(),
				applications.get(1).url()));
	}

	/**
	 * A storage account that grants nothing.
	 * @return its port
	 */
	private static int refusing(SimulatedTenant tenant) throws IOException {
		HttpsServer server = HttpsServer.create(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(
				new HandshakeCertificates.Builder().heldCertificate(tenant.login().serverCertificate())
					.build()
					.sslContext()));
		server.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.getResponseHeaders().add("x-ms-error-code", "AuthorizationPermissionMismatch");
			exchange.sendResponseHeaders(403, -1);
			exchange.close();
		});
		server.start();
		OTHERS.add(() -> server.stop(0));
		return server.getAddress().getPort();
	}

}
