package org.dsrhub.simulated;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.dsrhub.FreePort;

/**
 * An Artemis broker in this process, which keeps nothing and knows one user.
 */
public final class SimulatedBroker implements AutoCloseable {

	public static final String USER = "hub";

	public static final String PASSWORD = "hub-secret";

	private final int port;

	private EmbeddedActiveMQ server;

	private SimulatedBroker(int port) {
		this.port = port;
	}

	/**
	 * Starts one on a free port.
	 */
	public static SimulatedBroker start() throws IOException {
		return start(FreePort.any());
	}

	/**
	 * Starts one on a port.
	 */
	public static SimulatedBroker start(int port) {
		SimulatedBroker broker = new SimulatedBroker(port);
		broker.begin();
		return broker;
	}

	public String url() {
		return "amqp://127.0.0.1:" + this.port;
	}

	/**
	 * The settings of a hub that joins a broker like this as a node of a cluster.
	 * @param url where the broker is
	 */
	public static Map<String, String> settings(String url) {
		return Map.of("spring.profiles.active", "cluster", "hub.broker.url", url, "hub.broker.username", USER,
				"hub.broker.password", PASSWORD);
	}

	/**
	 * Starts it again on its port.
	 */
	public void begin() {
		try {
			Configuration configuration = new ConfigurationImpl().setPersistenceEnabled(false)
				.setJMXManagementEnabled(false)
				.addAcceptorConfiguration("amqp", "tcp://127.0.0.1:%d?protocols=AMQP".formatted(this.port));
			configuration.putSecurityRoles("#",
					Set.of(new Role(USER, true, true, true, true, true, true, true, true, true, true, false, false)));
			EmbeddedActiveMQ started = new EmbeddedActiveMQ();
			started.setConfiguration(configuration);
			started.setSecurityManager(new OneUser());
			this.server = started.start();
		}
		catch (Exception ex) {
			throw new IllegalStateException("the broker cannot be started", ex);
		}
	}

	/**
	 * Ends it; whoever is connected finds out.
	 */
	public void end() {
		try {
			this.server.stop();
		}
		catch (Exception ex) {
			throw new IllegalStateException("the broker cannot be stopped", ex);
		}
	}

	@Override
	public void close() {
		end();
	}

	private static final class OneUser implements ActiveMQSecurityManager {

		@Override
		public boolean validateUser(String user, String password) {
			return USER.equals(user) && PASSWORD.equals(password);
		}

		@Override
		public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType check) {
			return validateUser(user, password);
		}

	}

}
