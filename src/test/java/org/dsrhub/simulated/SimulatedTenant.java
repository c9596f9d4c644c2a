package org.dsrhub.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One Entra tenant with two subscriptions: its login, Resource Manager and Graph. Ids are
 * made from the name, so that they are the same in every run; two names have nothing in
 * common. Several may run at once.
 */
public final class SimulatedTenant implements AutoCloseable {

	private final String name;

	private final SimulatedLogin login;

	private final SimulatedArm arm;

	private final SimulatedGraph graph;

	private final Clock clock;

	private final Tokens tokens;

	private SimulatedTenant(String name, Clock clock, int port) {
		this.name = name;
		this.clock = clock;
		this.tokens = new Tokens(clock, entraTenantId());
		try {
			this.login = SimulatedLogin.create(port, clock, tokens, entraTenantId(), clientId(), clientSecret());
			this.arm = new SimulatedArm((port == 0) ? 0 : port + 1, clock, tokens, entraTenantId(), clientId(),
					subscriptions());
			this.graph = new SimulatedGraph((port == 0) ? 0 : port + 2, clock, tokens, organization());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot start the simulated tenant " + name, ex);
		}
		this.login.resource(this.arm.url(), Audience.ARM);
		this.login.resource(this.graph.url(), Audience.GRAPH);
	}

	/**
	 * A tenant without people or records, already running.
	 * @param name {@code [a-z0-9-]}; its domain is {@code <name>.example}
	 */
	public static SimulatedTenant start(String name) {
		return start(name, Clock.systemUTC(), 0);
	}

	/**
	 * @param port of the login; the two above it are Resource Manager's and Graph's. 0
	 * for any free ones
	 */
	public static SimulatedTenant start(String name, Clock clock, int port) {
		SimulatedTenant tenant = new SimulatedTenant(name, clock, port);
		tenant.login.start();
		tenant.arm.start();
		tenant.graph.start();
		return tenant;
	}

	@Override
	public void close() {
		this.login.close();
		this.arm.close();
		this.graph.close();
	}

	public String name() {
		return this.name;
	}

	public String domain() {
		return this.name + ".example";
	}

	public String entraTenantId() {
		return id("tenant");
	}

	public String clientId() {
		return id("application");
	}

	public String clientSecret() {
		return "sim~" + id("secret");
	}

	/**
	 * The subscriptions' ids, the first one the busier.
	 */
	public List<String> subscriptions() {
		return List.of(id("subscription-1"), id("subscription-2"));
	}

	public SimulatedLogin login() {
		return this.login;
	}

	public SimulatedArm arm() {
		return this.arm;
	}

	public SimulatedGraph graph() {
		return this.graph;
	}

	/**
	 * Every change that calls made so far, at Resource Manager and Graph, in the order of
	 * their times.
	 */
	public List<Effect> effects() {
		return Stream.of(this.arm, this.graph)
			.flatMap((server) -> server.effects().stream())
			.sorted(Comparator.comparing(Effect::at))
			.toList();
	}

	/**
	 * Starts an IoT Central application of this tenant; whoever starts it ends it.
	 */
	public SimulatedIotCentral startIotCentral() {
		try {
			SimulatedIotCentral application = new SimulatedIotCentral(this.clock, this.tokens);
			application.start();
			this.login.resource("https://apps.azureiotcentral.com", Audience.IOT_CENTRAL);
			return application;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts the identity service of a machine of this tenant; whoever starts it ends it.
	 */
	public SimulatedIdentity startIdentity() {
		try {
			SimulatedIdentity identity = new SimulatedIdentity(this.clock, this.tokens, id("identity-header"),
					clientId());
			identity.start();
			return identity;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A GUID of this tenant's own for what this label names; always the same.
	 */
	String id(String label) {
		return UUID.nameUUIDFromBytes((this.name + "/" + label).getBytes(UTF_8)).toString();
	}

	/**
	 * Writes the CA and the client secret into a folder, which is made, and renders the
	 * tenant file that points the hub here.
	 * @param extra top-level keys in YAML that are added or replace the usual ones; may
	 * be empty
	 * @throws UncheckedIOException if the folder cannot be written
	 */
	public String tenantYaml(Path folder, String extra) {
		return TenantFile.render(this, folder, extra);
	}

	/**
	 * As {@link #tenantYaml}, written to {@code <tenants>/<name>.yaml}.
	 */
	public Path writeTenantFile(Path tenants, Path folder, String extra) {
		try {
			Files.createDirectories(tenants);
			return Files.writeString(tenants.resolve(this.name + ".yaml"), tenantYaml(folder, extra));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ObjectNode organization() {
		ObjectNode organization = Json.object()
			.put("id", entraTenantId())
			.put("displayName", this.name)
			.put("countryLetterCode", "DK")
			.put("preferredLanguage", "da")
			.put("tenantType", "AAD");
		var domains = organization.putArray("verifiedDomains");
		domains.addObject()
			.put("name", this.name + ".onmicrosoft.example")
			.put("type", "Managed")
			.put("capabilities", "Email, OfficeCommunicationsOnline")
			.put("isDefault", false)
			.put("isInitial", true);
		domains.addObject()
			.put("name", domain())
			.put("type", "Managed")
			.put("capabilities", "Email, OfficeCommunicationsOnline")
			.put("isDefault", true)
			.put("isInitial", false);
		return organization;
	}

}
