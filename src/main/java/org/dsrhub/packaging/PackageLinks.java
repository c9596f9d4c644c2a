package org.dsrhub.packaging;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.WrongState;
import org.dsrhub.security.Caller;
import org.dsrhub.security.NotThere;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The links to packages. The ledger holds only the SHA-256 of a token of 256 random bits:
 * nobody guesses one, and what the index tells by its speed is of no use. A link is used
 * once; a download that broke off can be begun again for a quarter of an hour. It is gone
 * when its request is opened again or has a newer package.
 */
@Component
public class PackageLinks {

	private static final Duration RESUMED = Duration.ofMinutes(15);

	private static final int DOWNLOADS = 5;

	private static final String OPEN = """
			token_sha256 = :token and expires_at > :now and (used_at is null or used_at > :resumed) and opened < :downloads
			and exists (select 1 from request where request.id = package_link.request
			            and request.revision = package_link.revision
			            and request.state in ('completed', 'completed-with-exceptions'))""";

	private final JdbcClient jdbc;

	private final PackageRelease release;

	private final EvidenceLog evidence;

	private final Transactions transactions;

	private final HubProperties hub;

	private final Clock clock;

	private final SecureRandom random = new SecureRandom();

	PackageLinks(JdbcClient jdbc, PackageRelease release, EvidenceLog evidence, Transactions transactions,
			HubProperties hub, Clock clock) {
		this.jdbc = jdbc;
		this.release = release;
		this.evidence = evidence;
		this.transactions = transactions;
		this.hub = hub;
		this.clock = clock;
	}

	/**
	 * A new link, which leads nowhere before it is kept; empty where people cannot reach
	 * the hub.
	 */
	public Optional<PackageLink> draw(UUID request, int revision) {
		byte[] token = new byte[32];
		this.random.nextBytes(token);
		return Optional.ofNullable(this.hub.publicUrl())
			.map((hub) -> new PackageLink(request, revision,
					URI.create(hub + "/packages/" + Base64.getUrlEncoder().withoutPadding().encodeToString(token)),
					this.clock.instant().plus(this.hub.packageLinkValidity())));
	}

	/**
	 * Makes a link lead to its package.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void keep(PackageLink link, String actor) {
		this.jdbc.sql(
				"insert into package_link (token_sha256, request, revision, made_by, expires_at) values (?, ?, ?, ?, ?)")
			.params(Sha256.of(link.token()), link.request(), link.revision(), actor, Timestamps.of(link.expiresAt()))
			.update();
		this.evidence.append(link.request(), "link-made", actor,
				Map.of("revision", link.revision(), "expiresAt", link.expiresAt().toString()));
	}

	/**
	 * Makes a link for a caller who may download the package.
	 * @throws org.dsrhub.security.NotAllowed naming the sources that the caller's roles
	 * do not open
	 * @throws NotThere if the request has no package
	 * @throws WrongState if the request is open, or people cannot reach the hub
	 */
	public PackageLink make(UUID request, Caller caller) {
		this.release.check(request, caller);
		return this.transactions.run(() -> {
			PackageLink link = draw(request, revision(request))
				.orElseThrow(() -> new WrongState("hub.public-url is not set; without it nobody could open the link"));
			keep(link, caller.name());
			return link;
		});
	}

	/**
	 * What a token leads to, without using it.
	 */
	public Optional<LinkedPackage> look(String token) {
		return this.jdbc.sql("select * from package_link where " + OPEN)
			.params(parameters(token))
			.query((row, number) -> linked(row.getObject("request", UUID.class), Timestamps.read(row, "expires_at")))
			.optional();
	}

	/**
	 * Uses a token.
	 * @return what it leads to, or empty if it does not, or not any more
	 */
	public Optional<LinkedPackage> use(String token) {
		return this.transactions.run(() -> {
			Optional<LinkedPackage> linked = look(token);
			int used = this.jdbc
				.sql("update package_link set opened = opened + 1, used_at = coalesce(used_at, :now) where " + OPEN)
				.params(parameters(token))
				.update();
			linked.filter((one) -> used == 1)
				.ifPresent((one) -> this.evidence.append(one.request(), "link-opened", "link-holder", Map.of()));
			return linked.filter((one) -> used == 1);
		});
	}

	private Map<String, ?> parameters(String token) {
		Instant now = this.clock.instant();
		return Map.of("token", Sha256.of(token), "now", Timestamps.of(now), "resumed",
				Timestamps.of(now.minus(RESUMED)), "downloads", DOWNLOADS);
	}

	private LinkedPackage linked(UUID request, Instant expiresAt) {
		return this.jdbc.sql("select tenant, reference from request where id = ?")
			.param(request)
			.query((row, number) -> new LinkedPackage(request, row.getString("tenant"), row.getString("reference"),
					expiresAt))
			.single();
	}

	private int revision(UUID request) {
		return this.jdbc.sql("select state, revision from request where id = ? and package_path is not null for update")
			.param(request)
			.query((row, number) -> {
				if (!row.getString("state").startsWith("completed")) {
					throw new WrongState(
							"the request is %s; a link is made when it is completed".formatted(row.getString("state")));
				}
				return row.getInt("revision");
			})
			.optional()
			.orElseThrow(() -> new NotThere("this request has no package"));
	}

}
