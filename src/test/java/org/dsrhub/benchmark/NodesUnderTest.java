package org.dsrhub.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.dsrhub.FreePort;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * Several hubs that share a ledger, a broker, an inbox, an outbox and a folder of
 * packages.
 *
 * @param folder what they share
 * @param hubs their processes, of the nodes 1, 2 and so on
 * @param doors where each takes requests over REST
 */
record NodesUnderTest(Path folder, List<JavaProcess> hubs, List<URI> doors) implements AutoCloseable {

	private static final String USER = "benchmark";

	/**
	 * Starts them one after the other.
	 */
	static NodesUnderTest start(Path java, HubFolder folder, Postgres ledger, Broker broker, Options options, int nodes)
			throws IOException, InterruptedException {
		NodesUnderTest started = new NodesUnderTest(folder.path(), new ArrayList<>(), new ArrayList<>());
		try {
			for (int node = 1; node <= nodes; node++) {
				int port = FreePort.any();
				Map<String, String> own = new HashMap<>(ledger.settings());
				own.putAll(broker.settings());
				own.put("hub.node", name(node));
				own.put("server.port", Integer.toString(port));
				own.put("hub.users[0].name", USER);
				own.put("hub.users[0].password", "{bcrypt}" + new BCryptPasswordEncoder(4).encode(USER));
				own.put("hub.users[0].roles", "PrivacyOperator,Owner,AccountAdministrator,TenantAdministrator");
				own.put("hub.users[0].tenants", Contestant.TENANT);
				Path logs = Files.createDirectories(folder.path().resolve(name(node)));
				started.hubs.add(HubUnderTest.start(java, logs, folder, options, own));
				started.doors.add(URI.create("http://127.0.0.1:" + port + "/api/requests"));
			}
			return started;
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			started.close();
			throw ex;
		}
	}

	static String name(int node) {
		return "node-" + node;
	}

	/**
	 * The value of the header by which a caller logs in.
	 */
	static String login() {
		return "Basic " + Base64.getEncoder().encodeToString((USER + ":" + USER).getBytes());
	}

	boolean alive() {
		return this.hubs.stream().allMatch(JavaProcess::isAlive);
	}

	@Override
	public void close() {
		this.hubs.forEach(JavaProcess::close);
	}

}
