package org.dsrhub.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.dsrhub.DsrHub;
import org.dsrhub.endtoend.Installation;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.springframework.boot.autoconfigure.integration.IntegrationAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * Starts a hub between two simulated tenants and a vendor that answers by e-mail, drops
 * sample requests into its inbox, and tells in plain lines what becomes of them and of
 * any others.
 */
public final class Demo implements AutoCloseable {

	private static final Duration ENOUGH = Duration.ofMinutes(2);

	private final Path folder;

	private final Installation installation;

	private final PrintStream out;

	private final String password = password();

	private final SimulatedTenant contoso = SimulatedTenant.start("contoso");

	private final SimulatedTenant fabrikam = SimulatedTenant.start("fabrikam");

	private final DemoMail mail = new DemoMail();

	private final Progress progress;

	private final ConfigurableApplicationContext hub;

	private final int port;

	/**
	 * Starts the hub.
	 * @param folder an empty one
	 * @param port where it listens on the loopback interface
	 */
	Demo(Path folder, int port, PrintStream out) {
		this.folder = folder;
		this.out = out;
		this.port = port;
		SamplePeople.settle(this.contoso, Instant.now());
		SamplePeople.settle(this.fabrikam, Instant.now());
		this.installation = Installation.in(folder.toAbsolutePath());
		this.installation
			.with(this.contoso, this.mail.open(this.contoso, this.installation.folder().resolve("secrets")))
			.with(this.fabrikam, "");
		this.progress = new Progress(folder, out);
		this.hub = start();
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		try (DemoFolder folder = DemoFolder.claim(Path.of("target", "demo"))) {
			Demo demo = new Demo(folder.path(), DemoFolder.freePort(8080), out);
			Runtime.getRuntime().addShutdownHook(new Thread(demo::close));
			demo.show();
			demo.progress.followForEver();
		}
		catch (DemoFolder.InUse ex) {
			out.println(ex.getMessage());
			System.exit(1);
		}
	}

	/**
	 * Files the sample requests, follows them to their end, purges a file of long ago and
	 * says what to try next.
	 */
	void show() throws IOException, InterruptedException {
		Explanation explanation = new Explanation(this.out, this.folder, this.port, this.password);
		explanation.begin();
		boolean closed = this.progress.follow(SampleRequests.drop(this.installation), ENOUGH);
		explanation.results(this.progress, closed);
		new SamplePurge(this.folder, this.port, this.password, this.out).show();
		explanation.next();
	}

	@Override
	public void close() {
		this.hub.close();
		this.contoso.close();
		this.fabrikam.close();
		this.mail.close();
	}

	private ConfigurableApplicationContext start() {
		String[] settings = settings().entrySet()
			.stream()
			.map((one) -> "--" + one.getKey() + "=" + one.getValue())
			.toArray(String[]::new);
		try {
			return new SpringApplicationBuilder(DsrHub.class).run(settings);
		}
		catch (RuntimeException ex) {
			this.contoso.close();
			this.fabrikam.close();
			this.mail.close();
			throw ex;
		}
	}

	private static String password() {
		byte[] random = new byte[9];
		new SecureRandom().nextBytes(random);
		return HexFormat.of().formatHex(random);
	}

	private Map<String, Object> settings() {
		Map<String, Object> settings = new LinkedHashMap<>(this.installation.settings());
		settings.put("server.address", "127.0.0.1");
		// The benchmark's other framework is on the class path here, and no part of the
		// hub.
		settings.put("spring.autoconfigure.exclude", IntegrationAutoConfiguration.class.getName());
		settings.put("hub.mail.poll", "PT0.5S");
		settings.put("server.port", this.port);
		settings.put("hub.users[0].password", "{bcrypt}" + new BCryptPasswordEncoder(10).encode(this.password));
		settings.put("logging.file.name", this.installation.folder().resolve("hub.log"));
		settings.put("logging.pattern.file", "${logging.pattern.console}");
		settings.put("logging.threshold.console", "WARN");
		return settings;
	}

}
