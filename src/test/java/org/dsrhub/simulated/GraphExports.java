package org.dsrhub.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Exports of personal data: begun by a call, ended by a test, their files put where the
 * caller said.
 */
public final class GraphExports {

	private final List<Export> exports = new CopyOnWriteArrayList<>();

	List<Export> all() {
		return this.exports;
	}

	static Optional<String> fault(ObjectNode order) {
		return order.path("storageLocation").asText().startsWith("http") ? Optional.empty()
				: Optional.of("The storage location is not an address.");
	}

	Reply begin(String service, ObjectNode user, ObjectNode order, Instant now) {
		Export export = new Export(UUID.randomUUID().toString(), user.path("id").asText(),
				URI.create(order.path("storageLocation").asText()), now);
		return Reply.empty(202)
			.with("Location", service + "/v1.0/dataPolicyOperations/" + export.id())
			.with("Retry-After", "60")
			.doing("export begun", () -> this.exports.add(export));
	}

	Optional<Export> find(String id) {
		return this.exports.stream().filter((export) -> export.id().equals(id)).findFirst();
	}

	/**
	 * One export.
	 */
	public static final class Export {

		private final String id;

		private final String user;

		private final URI storage;

		private final Instant submitted;

		private volatile String status = "running";

		private volatile String code;

		Export(String id, String user, URI storage, Instant submitted) {
			this.id = id;
			this.user = user;
			this.storage = storage;
			this.submitted = submitted;
		}

		public String id() {
			return this.id;
		}

		/**
		 * Whose data it is, by the object id.
		 */
		public String user() {
			return this.user;
		}

		/**
		 * Where the files go, with the signature.
		 */
		public URI storage() {
			return this.storage;
		}

		/**
		 * Puts a file there.
		 * @return the storage's HTTP status
		 */
		public int put(String name, String content) {
			return send("PUT", container() + "/" + name, "", content);
		}

		/**
		 * Which container that is.
		 */
		public String container() {
			return this.storage.getPath().substring(this.storage.getPath().lastIndexOf('/') + 1);
		}

		/**
		 * Tries something with the signature that was given.
		 * @param path below the account
		 * @return the storage's HTTP status
		 */
		public int send(String method, String path, String query, String content) {
			URI target = this.storage.resolve(path + "?" + this.storage.getRawQuery() + query);
			try {
				// A connection that was idle may be closed by the storage at any time.
				return HttpClient.newHttpClient()
					.send(HttpRequest.newBuilder(target)
						.header("x-ms-blob-type", "BlockBlob")
						.header("x-ms-version", "2021-12-02")
						.method(method, HttpRequest.BodyPublishers.ofString(content))
						.build(), HttpResponse.BodyHandlers.discarding())
					.statusCode();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

		/**
		 * All files are there.
		 */
		public void complete() {
			this.status = "complete";
		}

		public void fail(String why) {
			this.code = why;
			this.status = "failed";
		}

		ObjectNode shown() {
			ObjectNode shown = Json.object()
				.put("id", this.id)
				.put("userId", this.user)
				.put("status", this.status)
				.put("progress", this.status.equals("complete") ? 100 : 30)
				.put("submittedDateTime", this.submitted.toString())
				.put("storageLocation", this.storage.toString());
			if (this.code != null) {
				shown.putObject("error").put("code", this.code);
			}
			return shown;
		}

	}

}
