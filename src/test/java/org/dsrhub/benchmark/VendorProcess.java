package org.dsrhub.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The vendor's process, and what it is asked.
 *
 * @param services the address of Resource Manager and Graph
 * @param login the address of the login
 * @param ca the login's CA
 */
record VendorProcess(JavaProcess process, String services, String login, Path ca) implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	/**
	 * Starts it.
	 * @param folder where its logs and its CA go
	 * @param alerts how many alerts the large subscription has
	 */
	static VendorProcess start(Path folder, Options options, long alerts) throws IOException, InterruptedException {
		Files.createDirectories(folder);
		Path ca = folder.resolve("ca.pem");
		JavaProcess process = JavaProcess.start(Path.of(System.getProperty("java.home")), folder,
				List.of("-Xmx128m", "-Dsun.net.httpserver.nodelay=true", "-cp", System.getProperty("java.class.path"),
						Vendor.class.getName(), ca.toString(), Long.toString(alerts), Integer.toString(options.page()),
						Long.toString(options.latency().toMillis())));
		String[] ready = process.await("ready ").split(" ");
		return new VendorProcess(process, ready[1], ready[2], ca);
	}

	/**
	 * How many calls came so far.
	 */
	long calls() throws IOException, InterruptedException {
		return Long.parseLong(ask(Vendor.CALLS));
	}

	/**
	 * The first calls since the last time that this was asked.
	 */
	List<String> recording() throws IOException, InterruptedException {
		return ask(Vendor.RECORDING).lines().toList();
	}

	Duration cpu() {
		return this.process.cpu();
	}

	@Override
	public void close() {
		this.process.close();
	}

	private String ask(String path) throws IOException, InterruptedException {
		return HTTP.send(HttpRequest.newBuilder(URI.create(this.services + path)).build(), BodyHandlers.ofString())
			.body();
	}

}
