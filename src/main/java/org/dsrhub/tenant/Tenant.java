package org.dsrhub.tenant;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.security.Role;
import org.dsrhub.source.Acknowledge;
import org.dsrhub.source.Correspondence;
import org.dsrhub.source.Operation;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;

/**
 * The Entra tenant in whose scope requests run: one file in {@code config/tenants/}, the
 * file's keys in order. Nothing ever crosses it.
 *
 * @param tenant its name, also that of its inbox and outbox folders
 * @param entraTenantId its id at the login
 * @param administrator the registered tenant administrator's address
 * @param region how a phone number without {@code +} is read, ISO 3166
 * @param timezone in which its days begin and end
 * @param holidays days on which no deadline falls
 * @param endpoints where its services are
 * @param trust a PEM file of roots that this tenant trusts besides the JDK's, or null
 * @param credential how the hub logs in
 * @param subscriptions the Azure subscriptions in scope
 * @param databases where its own data are that a source reads by SQL, by the name that
 * the source's file has for it
 * @param sources which sources of the catalogue it uses
 * @param container where its packages are stored
 * @param inbox on whose authority files in its folder are taken, or null
 * @param decision for each right whether a person decides, or two
 * @param supervisoryAuthority to whom its data subjects may complain, or null
 * @param limits of calls to its services, and of its open requests
 * @param mailboxes where mail comes in and goes out
 * @param operators people who may send requests by mail
 * @param defenderForApis the Defender for APIs conversation, or null
 * @param answers which answers people get by mail
 * @param recipients to whom data of its sources was disclosed
 * @param digest who is told each day which requests are due
 */
public record Tenant(String tenant, UUID entraTenantId, String administrator, String region, ZoneId timezone,
		Set<LocalDate> holidays, Endpoints endpoints, String trust, Credential credential, List<String> subscriptions,
		Map<String, Database> databases, Sources sources, Container container, Inbox inbox,
		Map<Right, Decision> decision, SupervisoryAuthority supervisoryAuthority, Limits limits, Mailboxes mailboxes,
		List<Operator> operators, DefenderForApis defenderForApis, Answers answers, List<Recipient> recipients,
		Digest digest) {

	/**
	 * The source whose conversation a tenant's file has a key of its own for.
	 */
	static final String DEFENDER_FOR_APIS = "defender-for-apis";

	public Tenant {
		holidays = (holidays != null) ? Set.copyOf(holidays) : Set.of();
		timezone = (timezone != null) ? timezone : ZoneId.of("UTC");
		endpoints = (endpoints != null) ? endpoints : new Endpoints(null, null, null, null);
		subscriptions = (subscriptions != null) ? List.copyOf(subscriptions) : List.of();
		databases = (databases != null) ? Map.copyOf(databases) : Map.of();
		sources = (sources != null) ? sources : new Sources(null, null);
		container = (container != null) ? container : new Container("local", null, null, null);
		decision = (decision != null) ? Map.copyOf(decision) : Map.of();
		limits = (limits != null) ? limits : new Limits(null, null, 0, null, null, 0, 0);
		mailboxes = (mailboxes != null) ? mailboxes : new Mailboxes(null, null);
		operators = (operators != null) ? List.copyOf(operators) : List.of();
		answers = (answers != null) ? answers : new Answers(null, null);
		recipients = (recipients != null) ? List.copyOf(recipients) : List.of();
		digest = (digest != null) ? digest : new Digest(null, 0);
	}

	/**
	 * Whether a person decides what becomes of a request for this right. Without a word
	 * in the file, a person decides where something would be changed.
	 */
	public Decision decision(Right right) {
		return this.decision.getOrDefault(right, right.readOnly() ? Decision.AUTO : Decision.PERSON);
	}

	/**
	 * A source as the tenant uses it: at its own version of the API, if the file names
	 * one, and with its own Defender for APIs conversation.
	 */
	public Source at(Source source) {
		if (source.correspondence().isPresent()) {
			return (source.source().equals(DEFENDER_FOR_APIS) && this.defenderForApis != null)
					? source.withCorrespondence(this.defenderForApis.of(source.correspondence().get())) : source;
		}
		String version = this.sources.apiVersions().get(Source.file(source.source()));
		return (version != null) ? source.withApiVersion(version) : source;
	}

	/**
	 * A source as often as the tenant has it: once, or once for each of its IoT Central
	 * applications. Of several each is named after its application's host.
	 */
	public List<Source> each(Source source) {
		List<URI> applications = this.endpoints.iotCentral();
		if (!source.perApplication()) {
			return List.of(source);
		}
		if (applications.size() == 1) {
			return List.of(source.in(applications.get(0), source.source()));
		}
		return applications.stream()
			.map((application) -> source.in(application, source.source() + "." + label(application)))
			.toList();
	}

	/**
	 * The first part of its host or, where another application begins so, the whole of
	 * its address: what stands in the file beside it changes no name.
	 */
	private String label(URI application) {
		String label = application.getHost().split("\\.")[0];
		boolean alone = this.endpoints.iotCentral()
			.stream()
			.filter((other) -> other.getHost().split("\\.")[0].equals(label))
			.count() == 1;
		return alone ? label : application.getAuthority().replace(':', '-');
	}

	/**
	 * Whether the tenant uses this source. Of "all" sources Defender for APIs is one only
	 * where the tenant's file says how it is asked, IoT Central's where it names an
	 * application, and what a service exports into storage where the tenant has an
	 * account.
	 */
	public boolean uses(Source source) {
		boolean configured = !source.source().equals(DEFENDER_FOR_APIS) || this.defenderForApis != null;
		boolean there = (!source.perApplication() || !this.endpoints.iotCentral().isEmpty()) && hasRoomFor(source);
		return this.sources.includes(source.source()) && ((configured && there) || !this.sources.names().isEmpty());
	}

	/**
	 * Whether this source is none of "all" only because there is no storage account.
	 */
	public boolean lacks(Source source) {
		return this.sources.includes(source.source()) && this.sources.names().isEmpty() && !hasRoomFor(source);
	}

	/**
	 * Whether there is a storage account for what the source's service exports.
	 */
	public boolean hasRoomFor(Source source) {
		return source.operation().filter(Operation::stores).isEmpty() || this.container.azure();
	}

	/**
	 * The services' base addresses, without a slash at the end; null where the tenant
	 * does not use one.
	 */
	public record Endpoints(URI login, URI arm, URI graph, List<URI> iotCentral) {

		public Endpoints {
			login = (login != null) ? login : URI.create("https://login.microsoftonline.com");
			iotCentral = (iotCentral != null) ? List.copyOf(iotCentral) : List.of();
		}

	}

	/**
	 * A database and the login that may read in it.
	 *
	 * @param url the JDBC address
	 * @param password a reference, {@code env:NAME} or {@code file:/path}
	 * @param tenant what the tenant is called in its rows, or null for the tenant's name
	 */
	public record Database(String url, String user, String password, String tenant) {

		/**
		 * What a tenant is called in its rows.
		 */
		public String called(Tenant owner) {
			return (this.tenant != null) ? this.tenant : owner.tenant();
		}

		@Override
		public String toString() {
			return "Database[]";
		}

	}

	/**
	 * Which sources the tenant uses.
	 *
	 * @param include null for all
	 * @param apiVersions other than the catalogue's, by source
	 */
	public record Sources(Include include, Map<String, String> apiVersions) {

		public Sources {
			apiVersions = (apiVersions != null) ? Map.copyOf(apiVersions) : Map.of();
		}

		/**
		 * The sources that are named one by one; none where all are used.
		 */
		public List<String> names() {
			return (this.include == null || this.include.names() == null) ? List.of() : this.include.names();
		}

		/**
		 * Whether the tenant uses this source.
		 */
		public boolean includes(String source) {
			return this.include == null || this.include.names() == null || this.include.names().contains(source);
		}

	}

	/**
	 * {@code all}, or a list of names.
	 */
	public record Include(List<String> names) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		static Include of(JsonNode value) {
			return new Include(value.isTextual() ? null
					: java.util.stream.StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText).toList());
		}

	}

	/**
	 * Where packages are stored: kind {@code local}, or {@code azure} with the blob
	 * endpoint, the container's name and a credential.
	 */
	public record Container(String kind, URI endpoint, String name, Credential credential) {

		/**
		 * Whether packages are kept in Azure Blob storage.
		 */
		public boolean azure() {
			return "azure".equals(this.kind);
		}

	}

	/**
	 * Somebody to whom data was disclosed, and who is told when it changes (GDPR art.
	 * 19).
	 *
	 * @param contact how they are reached
	 * @param sources where the data came from
	 */
	public record Recipient(String name, String contact, List<String> sources) {

		public Recipient {
			sources = List.copyOf(sources);
		}

		/**
		 * Who and how.
		 */
		public String line() {
			return "- %s (%s)".formatted(this.name, this.contact);
		}

	}

	/**
	 * On whose authority files are taken.
	 */
	public record Inbox(Principal principal) {
	}

	/**
	 * A door's configured caller.
	 */
	public record Principal(String name, Set<Role> roles) {
	}

	/**
	 * How the hub shows the container who it is, or empty where it needs no login: for a
	 * local folder and with a connection string.
	 */
	public Optional<Credential> containerLogin() {
		if (!this.container.azure() || this.container.credential() instanceof Credential.ConnectionString) {
			return Optional.empty();
		}
		return Optional.of((this.container.credential() instanceof Credential.OfTenant) ? this.credential
				: this.container.credential());
	}

	/**
	 * Who decides.
	 */
	public enum Decision {

		/** A rule. */
		AUTO,
		/** Whoever may decide. */
		PERSON,
		/** Whoever may decide, but nobody approves what they filed themselves. */
		FOUR_EYES;

		/**
		 * Whether a request waits for somebody.
		 */
		public boolean byPerson() {
			return this != AUTO;
		}

		@JsonValue
		String label() {
			return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
		}

	}

	/**
	 * The authority that answers name (GDPR art. 12(4), 77).
	 *
	 * @param address by post, or null
	 * @param url on the web, or null
	 */
	public record SupervisoryAuthority(String name, String address, URI url) {
	}

	/**
	 * Where requests come in and people are answered, and where vendors answer that know
	 * only e-mail; each null where the tenant has none.
	 */
	public record Mailboxes(Mailbox intake, Mailbox administrator) {
	}

	/**
	 * A mailbox.
	 *
	 * @param imap where it is read: {@code imaps://} with TLS from the start, or
	 * {@code imap://} with STARTTLS, which on the loopback interface may be missing
	 * @param smtp where its mails are sent, {@code smtps://} or {@code smtp://} likewise
	 * @param address its own address
	 * @param user the login's name
	 * @param password a reference, {@code env:NAME} or {@code file:/path}; null with
	 * OAuth2
	 * @param authserv the receiving server's name in Authentication-Results (RFC 8601)
	 * @param oauth2 whether the tenant's credential logs in, as Exchange Online wants it
	 */
	public record Mailbox(URI imap, URI smtp, String address, String user, String password, String authserv,
			boolean oauth2) {

		public Mailbox {
			user = (user != null) ? user : address;
		}

		@Override
		public String toString() {
			return "Mailbox[]";
		}

	}

	/**
	 * Somebody who may send requests by mail.
	 *
	 * @param login the name of the same person's login, so that four eyes know them; or
	 * null
	 */
	public record Operator(String address, String login, Set<Role> roles) {
	}

	/**
	 * The Defender for APIs conversation.
	 *
	 * @param to where requests go, or null for the source's own
	 * @param answersFrom the domains that its answers come from; none for the source's
	 * own
	 */
	public record DefenderForApis(String to, List<String> answersFrom, Acknowledge acknowledge) {

		public DefenderForApis {
			answersFrom = (answersFrom != null) ? List.copyOf(answersFrom) : List.of();
			acknowledge = (acknowledge != null) ? acknowledge : Acknowledge.BY_HAND;
		}

		Correspondence of(Correspondence usual) {
			return usual.with(this.to, this.answersFrom, this.acknowledge);
		}

	}

	/**
	 * Which answers people get by mail, from the intake mailbox. A person whose own mail
	 * became a request always gets all of them.
	 *
	 * @param send such as {@code received} and {@code completed}; none where the file is
	 * silent
	 * @param language of the templates where the person's own is not known, such as
	 * {@code da}
	 */
	public record Answers(Set<String> send, String language) {

		public Answers {
			send = (send != null) ? Set.copyOf(send) : Set.of();
			language = (language != null) ? language : "en";
		}

	}

	/**
	 * What is told each day of requests that are due, overdue or stuck.
	 *
	 * @param to the addresses that get it by mail, from the intake mailbox
	 * @param days how many days before its deadline a request is due
	 */
	public record Digest(List<String> to, int days) {

		private static final int WEEK = 7;

		public Digest {
			to = (to != null) ? List.copyOf(to) : List.of();
			days = (days > 0) ? days : WEEK;
		}

	}

	/**
	 * Limits of calls to the services, and of what is taken in.
	 *
	 * @param connectTimeout how long a connection may take
	 * @param responseTimeout how long an answer, or a pause within it, may take
	 * @param maxAttempts how often a call that brings nothing new is tried
	 * @param maxWait the longest pause that the hub chooses by itself; a vendor's
	 * {@code Retry-After} is honoured beyond it
	 * @param maxOutage for how long tasks wait for a service in trouble before waiting
	 * counts as trying
	 * @param concurrency how many tasks work on one source at once, on all nodes together
	 * @param open open requests beyond which no door takes more of this tenant
	 */
	public record Limits(Duration connectTimeout, Duration responseTimeout, int maxAttempts, Duration maxWait,
			Duration maxOutage, int concurrency, int open) {

		public Limits {
			connectTimeout = (connectTimeout != null) ? connectTimeout : Duration.ofSeconds(5);
			responseTimeout = (responseTimeout != null) ? responseTimeout : Duration.ofSeconds(60);
			maxAttempts = (maxAttempts > 0) ? maxAttempts : 6;
			maxWait = (maxWait != null) ? maxWait : Duration.ofSeconds(60);
			maxOutage = (maxOutage != null) ? maxOutage : Duration.ofHours(4);
			concurrency = (concurrency > 0) ? concurrency : 32;
			open = (open > 0) ? open : 100_000;
		}

	}

}
