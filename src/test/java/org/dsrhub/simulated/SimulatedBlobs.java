package org.dsrhub.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpServer;

/**
 * A storage account that keeps what is deleted, as Azurite does not: soft delete,
 * versions, snapshots, immutability and legal holds, each as it was told. It speaks the
 * few operations of the Blob REST API that the hub uses, checks no signature and lists a
 * few blobs a page.
 */
public final class SimulatedBlobs extends SimulatedServer {

	private static final int PAGE = 3;

	private final List<BlobState> blobs = new ArrayList<>();

	private final Map<String, byte[]> blocks = new HashMap<>();

	private final Set<String> containers = new TreeSet<>();

	private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

	private Duration softDelete = Duration.ZERO;

	private boolean versions;

	private boolean permanentDelete;

	private Instant immutableUntil;

	private boolean policyOnContainer;

	private boolean legalHold;

	private int writes;

	private Duration passed = Duration.ZERO;

	private SimulatedBlobs(HttpServer http, Clock clock) {
		super(http, clock, new Tokens(clock, "storage"));
	}

	/**
	 * Starts an account on a free port.
	 */
	public static SimulatedBlobs start(Clock clock) {
		try {
			SimulatedBlobs account = new SimulatedBlobs(SimulatedServer.plain(0), clock);
			account.start();
			return account;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String url() {
		return "http://127.0.0.1:" + port() + "/" + AzuriteServer.ACCOUNT;
	}

	/**
	 * What a tenant file's {@code kind: connection-string} takes.
	 */
	public String connectionString() {
		return "DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;BlobEndpoint=%s;"
			.formatted(AzuriteServer.ACCOUNT, AzuriteServer.KEY, url());
	}

	/**
	 * Keeps from now on what is deleted, for so many days.
	 */
	public SimulatedBlobs softDelete(int days) {
		this.softDelete = Duration.ofDays(days);
		return this;
	}

	/**
	 * Keeps from now on the versions of blobs.
	 */
	public SimulatedBlobs versions() {
		this.versions = true;
		return this;
	}

	public SimulatedBlobs allowPermanentDelete() {
		this.permanentDelete = true;
		return this;
	}

	/**
	 * Lets nothing go before a time.
	 * @param onContainer whether the policy is the container's, whose end no blob tells
	 */
	public SimulatedBlobs immutable(Instant until, boolean onContainer) {
		this.immutableUntil = until;
		this.policyOnContainer = onContainer;
		return this;
	}

	public SimulatedBlobs legalHold(boolean held) {
		this.legalHold = held;
		return this;
	}

	/**
	 * Forbids calls to the hub's identity.
	 * @param what {@code list}, {@code delete}, {@code deleteVersion} or
	 * {@code permanentDelete}
	 */
	public SimulatedBlobs forbid(String... what) {
		this.forbidden.addAll(Set.of(what));
		return this;
	}

	/**
	 * Lets time pass here, and not at the hub.
	 */
	public synchronized void pass(Duration time) {
		this.passed = this.passed.plus(time);
	}

	/**
	 * An account like a new one, but for its containers.
	 */
	public synchronized SimulatedBlobs clear() {
		this.blobs.clear();
		this.forbidden.clear();
		this.softDelete = Duration.ZERO;
		this.versions = false;
		this.permanentDelete = false;
		this.immutableUntil = null;
		this.legalHold = false;
		this.passed = Duration.ZERO;
		forgetCalls();
		return this;
	}

	/**
	 * What the account has, deleted or not, at this time.
	 */
	public synchronized List<String> kept() {
		expire();
		return this.blobs.stream().map((blob) -> blob.name).toList();
	}

	@Override
	Instant now() {
		return super.now().plus(this.passed);
	}

	@Override
	synchronized Reply answer(Call call) {
		expire();
		List<String> path = call.segments();
		if (path.size() == 2) {
			return container(call, path.get(1));
		}
		String name = String.join("/", path.subList(2, path.size()));
		return switch (call.method()) {
			case "PUT" -> put(call, name);
			case "DELETE" -> delete(call, name);
			default -> get(call, name);
		};
	}

	@Override
	Reply error(int status, String code, String message) {
		return Reply.text(status, Map.of("Content-Type", "application/xml", "x-ms-error-code", code),
				"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
					.formatted(code, message));
	}

	private Reply container(Call call, String name) {
		if (call.method().equals("PUT")) {
			return this.containers.contains(name) ? error(409, "ContainerAlreadyExists", "It exists.")
					: done(201).doing("created", () -> this.containers.add(name));
		}
		if (!this.containers.contains(name)) {
			return error(404, "ContainerNotFound", "There is none.");
		}
		if (!"list".equals(call.query().get("comp"))) {
			return done(200).with("x-ms-has-legal-hold", String.valueOf(this.legalHold))
				.with("x-ms-has-immutability-policy", String.valueOf(this.immutableUntil != null));
		}
		return this.forbidden.contains("list") ? notPermitted() : list(call, name);
	}

	private Reply list(Call call, String container) {
		Set<String> include = Set.of(call.query().getOrDefault("include", "").split(","));
		String prefix = call.query().getOrDefault("prefix", "");
		List<BlobState> matching = this.blobs.stream()
			.filter((blob) -> blob.name.startsWith(prefix))
			.filter((blob) -> blob.live() || include.contains("deleted"))
			.filter((blob) -> blob.snapshot == null || include.contains("snapshots"))
			.filter((blob) -> blob.snapshot != null || blob.current || include.contains("versions"))
			.toList();
		int from = Integer.parseInt("0" + call.query().getOrDefault("marker", ""));
		int to = Math.min(from + PAGE, matching.size());
		return Reply.text(200, Map.of("Content-Type", "application/xml"), new BlobList(container,
				matching.subList(from, to), (to < matching.size()) ? String.valueOf(to) : "", this::properties)
			.xml());
	}

	private String properties(BlobState blob) {
		String more = this.legalHold ? "<LegalHold>true</LegalHold>" : "";
		if (this.immutableUntil != null && !this.policyOnContainer) {
			more += "<ImmutabilityPolicyUntilDate>%s</ImmutabilityPolicyUntilDate><ImmutabilityPolicyMode>locked</ImmutabilityPolicyMode>"
				.formatted(BlobList.time(this.immutableUntil));
		}
		if (!blob.live()) {
			more += "<DeletedTime>%s</DeletedTime><RemainingRetentionDays>%d</RemainingRetentionDays>"
				.formatted(BlobList.time(blob.deleted), Duration.between(now(), blob.goes).toDays());
		}
		return more;
	}

	private Reply put(Call call, String name) {
		byte[] content = call.body().getBytes(StandardCharsets.ISO_8859_1);
		String part = call.query().getOrDefault("comp", "");
		if (part.equals("block")) {
			return done(201).doing("block", () -> this.blocks.put(name + call.query().get("blockid"), content));
		}
		Optional<BlobState> stands = find(name, null, null);
		boolean there = stands.filter(BlobState::live).isPresent();
		if (part.equals("snapshot")) {
			String snapshot = stamp();
			return stands.filter(BlobState::live)
				.map((blob) -> done(201).with("x-ms-snapshot", snapshot)
					.doing("snapshot", () -> this.blobs.add(new BlobState(name, blob.content, now(), null, snapshot))))
				.orElseGet(this::notFound);
		}
		if (there && call.header("If-None-Match").isPresent()) {
			return error(409, "BlobAlreadyExists", "It exists.");
		}
		byte[] whole = part.equals("blocklist") ? committed(name, call.body()) : content;
		return done(201).doing("stored", () -> {
			stands.ifPresent(this::replaced);
			this.blobs.add(new BlobState(name, whole, now(), this.versions ? stamp() : null, null));
		});
	}

	/**
	 * What is overwritten stays as a version, or as a soft-deleted snapshot.
	 */
	private void replaced(BlobState blob) {
		if (this.versions) {
			blob.current = false;
			return;
		}
		this.blobs.remove(blob);
		if (!this.softDelete.isZero()) {
			BlobState snapshot = new BlobState(blob.name, blob.content, blob.written, null, stamp());
			snapshot.delete(blob.live() ? now() : blob.deleted, this.softDelete);
			this.blobs.add(snapshot);
		}
	}

	private byte[] committed(String name, String list) {
		java.io.ByteArrayOutputStream whole = new java.io.ByteArrayOutputStream();
		java.util.regex.Pattern.compile("<(?:Latest|Uncommitted)>([^<]+)<")
			.matcher(list)
			.results()
			.forEach((block) -> whole.writeBytes(this.blocks.get(name + block.group(1))));
		return whole.toByteArray();
	}

	private Reply get(Call call, String name) {
		return find(name, call.query().get("versionid"), call.query().get("snapshot")).filter(BlobState::live)
			.map((blob) -> new Reply(200,
					Map.of("Content-Type", "application/octet-stream", "ETag", "\"1\"", "x-ms-blob-type", "BlockBlob",
							"Last-Modified", BlobList.time(blob.written)),
					blob.content))
			.orElseGet(this::notFound);
	}

	private Reply delete(Call call, String name) {
		Optional<BlobState> found = find(name, call.query().get("versionid"), call.query().get("snapshot"));
		boolean permanent = "permanent".equals(call.query().get("deletetype"));
		boolean base = !call.query().containsKey("versionid") && !call.query().containsKey("snapshot");
		if (this.forbidden.contains(permanent ? "permanentDelete" : (base ? "delete" : "deleteVersion"))) {
			return notPermitted();
		}
		if (found.isEmpty() || found.get().live() == permanent) {
			return notFound();
		}
		BlobState blob = found.get();
		boolean snapshots = base && this.blobs.stream()
			.anyMatch((other) -> other.name.equals(name) && other.snapshot != null && other.live());
		if (permanent && !this.permanentDelete) {
			return error(409, "PermanentDeleteNotEnabled", "The account does not allow it.");
		}
		if (this.legalHold) {
			return error(409, "BlobImmutableDueToLegalHold", "It is under a legal hold.");
		}
		if (this.immutableUntil != null && now().isBefore(this.immutableUntil)) {
			return error(409, "BlobImmutableDueToPolicy", "It is immutable.");
		}
		if (snapshots && call.header("x-ms-delete-snapshots").isEmpty()) {
			return error(409, "SnapshotsPresent", "It has snapshots.");
		}
		if (!base && blob.base()) {
			return error(403, "OperationNotAllowedOnRootBlob", "It is the current version.");
		}
		return done(202).doing(permanent ? "deleted for good" : "deleted", () -> {
			this.blobs.stream()
				.filter((other) -> base && other.name.equals(name) && other.snapshot != null)
				.toList()
				.forEach(this::drop);
			if (base && this.versions) {
				blob.current = false;
			}
			else if (permanent) {
				this.blobs.remove(blob);
			}
			else {
				drop(blob);
			}
		});
	}

	private void drop(BlobState blob) {
		if (this.softDelete.isZero()) {
			this.blobs.remove(blob);
		}
		blob.delete(now(), this.softDelete);
	}

	private Optional<BlobState> find(String name, String version, String snapshot) {
		return this.blobs.stream().filter((blob) -> blob.name.equals(name) && blob.is(version, snapshot)).findFirst();
	}

	private void expire() {
		this.blobs.removeIf((blob) -> !blob.live() && !now().isBefore(blob.goes));
	}

	private String stamp() {
		return "2026-01-01T00:00:00.%07dZ".formatted(++this.writes);
	}

	private Reply notFound() {
		return error(404, "BlobNotFound", "There is none.");
	}

	private Reply notPermitted() {
		return error(403, "AuthorizationPermissionMismatch", "The identity may not.");
	}

	private Reply done(int status) {
		return Reply.empty(status)
			.with("ETag", "\"1\"")
			.with("Last-Modified", BlobList.time(now()))
			.with("x-ms-request-server-encrypted", "true");
	}

}
