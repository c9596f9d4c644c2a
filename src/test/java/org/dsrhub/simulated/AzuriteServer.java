package org.dsrhub.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import okhttp3.tls.HeldCertificate;
import org.awaitility.Awaitility;
import org.dsrhub.FreePort;
import org.springframework.util.FileSystemUtils;

/**
 * Azure Blob storage on this machine: Azurite on a free loopback port, with a folder of
 * its own that goes with it. Needs Node, and the packages that the build installs in
 * {@code src/test/azurite}.
 */
public final class AzuriteServer implements AutoCloseable {

	/**
	 * Azurite's only account and its key, which everybody knows.
	 */
	public static final String ACCOUNT = "devstoreaccount1";

	public static final String KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/"
			+ "K1SZFPTOtr/KBHBeksoGMGw==";

	private static final Path MAIN = Path.of("src/test/azurite/node_modules/azurite/dist/src/blob/main.js");

	private final String scheme;

	private final int port;

	private final Path folder;

	private final Process process;

	private AzuriteServer(String scheme, int port, Path folder, Process process) {
		this.scheme = scheme;
		this.port = port;
		this.folder = folder;
		this.process = process;
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
	}

	/**
	 * Starts one and waits until it answers.
	 * @throws IllegalStateException if it cannot be started, with what it said
	 */
	public static AzuriteServer start() {
		return start(null);
	}

	/**
	 * Starts one that takes tokens, too, and so speaks TLS only. It reads whom and what a
	 * token is for, but not its signature.
	 * @param certificate its own, with its key; null for plain HTTP
	 */
	public static AzuriteServer start(HeldCertificate certificate) {
		if (!Files.exists(MAIN)) {
			throw new IllegalStateException("Azurite is not installed; run: npm ci --prefix src/test/azurite");
		}
		try {
			Path folder = Files.createTempDirectory("azurite");
			int port = FreePort.any();
			List<String> command = new ArrayList<>(
					List.of("node", MAIN.toString(), "--blobHost", "127.0.0.1", "--blobPort", String.valueOf(port),
							"--location", folder.toString(), "--silent", "--disableTelemetry"));
			if (certificate != null) {
				Path cert = Files.writeString(folder.resolve("cert.pem"), certificate.certificatePem());
				Path key = Files.writeString(folder.resolve("key.pem"), certificate.privateKeyPkcs8Pem());
				command.addAll(List.of("--oauth", "basic", "--cert", cert.toString(), "--key", key.toString()));
			}
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(folder.resolve("azurite.log").toFile())
				.start();
			AzuriteServer server = new AzuriteServer((certificate != null) ? "https" : "http", port, folder, process);
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.pollInterval(Duration.ofMillis(100))
				.until(server::answers);
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Azurite cannot be started", ex);
		}
	}

	/**
	 * The account's address.
	 */
	public URI endpoint() {
		return URI.create(this.scheme + "://127.0.0.1:" + this.port + "/" + ACCOUNT);
	}

	/**
	 * What a tenant file's {@code kind: connection-string} takes.
	 */
	public String connectionString() {
		return "DefaultEndpointsProtocol=%s;AccountName=%s;AccountKey=%s;BlobEndpoint=%s;".formatted(this.scheme,
				ACCOUNT, KEY, endpoint());
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean answers() throws IOException {
		if (!this.process.isAlive()) {
			throw new IllegalStateException(
					"Azurite ended at once: " + Files.readString(this.folder.resolve("azurite.log")));
		}
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
