package org.dsrhub.simulated;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A made-up population, the same in every run: Ana Jensen, who appears in every source,
 * among the records of twenty other people. What must be found of her, and what must
 * never leave with it, is known.
 */
public final class SamplePeople {

	/** A name of {@link #records} for the contacts that 2017-08-01-preview lists. */
	public static final String LEGACY_CONTACTS = "defender-security-contacts/2017-08-01-preview";

	private final Cast cast;

	private final Findings findings;

	private SamplePeople(Cast cast, Findings findings) {
		this.cast = cast;
		this.findings = findings;
	}

	/**
	 * Fills a tenant. Its lists come in small pages from then on.
	 * @param now the moment that the records' times are counted back from (UTC)
	 */
	public static SamplePeople settle(SimulatedTenant tenant, Instant now) {
		Cast cast = Cast.of(tenant);
		Findings findings = new Findings();
		SampleUsers.fill(tenant, cast, findings);
		SampleContacts.fill(tenant, cast, findings);
		new SampleJit(tenant, cast, findings, now).fill();
		new SampleAlerts(tenant, cast, findings, now).fill();
		new SampleActivity(tenant, cast, findings, now).fill();
		tenant.arm().pageSize(9);
		tenant.graph().pageSize(5);
		return new SamplePeople(cast, findings);
	}

	public String email() {
		return this.cast.ana().mail();
	}

	public String userPrincipalName() {
		return this.cast.ana().upn();
	}

	public String objectId() {
		return this.cast.ana().objectId();
	}

	/**
	 * Her mobile phone in international form, with spaces.
	 */
	public String phone() {
		return this.cast.ana().phone();
	}

	/**
	 * Her IP address, which a colleague shares.
	 */
	public String ipAddress() {
		return this.cast.ana().ip();
	}

	public String sid() {
		return this.cast.ana().sid();
	}

	/**
	 * The ids of the records of a source that are Ana's whenever the directory knows her:
	 * resource ids, the events' {@code id}, her object id.
	 */
	public Set<String> records(String source) {
		return this.findings.byName(source);
	}

	/**
	 * The ids of those that are hers, too, if the request names her IP address.
	 */
	public Set<String> recordsByIpAddress(String source) {
		return this.findings.byIpAddress(source);
	}

	/**
	 * The addresses of the others who are still in the directory, each a subject to ask
	 * for when many requests are needed.
	 */
	public List<String> otherSubjects() {
		return this.cast.others()
			.stream()
			.filter((person) -> !person.label().equals("deleted"))
			.map(Person::mail)
			.toList();
	}

	/**
	 * What names the other twenty and not Ana: e-mail addresses, user principal names,
	 * object ids, phones, IP addresses, SIDs and Windows account names. None is part of
	 * anything of hers.
	 */
	public List<String> canaries() {
		Set<String> canaries = new TreeSet<>();
		this.cast.others().forEach((person) -> canaries.addAll(person.identifiers()));
		canaries.removeAll(this.cast.ana().identifiers());
		return List.copyOf(canaries);
	}

	/**
	 * As {@link #canaries()} for anybody here: what names the others and is no part of
	 * anything that names this person.
	 */
	public List<String> canaries(String email) {
		List<Person> all = new ArrayList<>(this.cast.others());
		all.add(this.cast.ana());
		List<String> own = all.stream()
			.filter((person) -> person.mail().equals(email))
			.flatMap((person) -> person.identifiers().stream())
			.toList();
		Set<String> canaries = new TreeSet<>();
		all.forEach((person) -> canaries.addAll(person.identifiers()));
		canaries.removeIf((canary) -> own.stream().anyMatch((identifier) -> identifier.contains(canary)));
		return List.copyOf(canaries);
	}

	/**
	 * Secrets inside the payloads, which must not leave either.
	 */
	public List<String> secrets() {
		return List.of(SampleAlerts.SAS_SIGNATURE);
	}

}
