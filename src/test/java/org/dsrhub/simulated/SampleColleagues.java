package org.dsrhub.simulated;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * People to change something of, and what is recorded of them: Kim Holm, whose account is
 * the cloud's own and has licences; Rie Bang and Uffe Kaas, who stand beside Kim on the
 * same records; Ole Gram, whose account is synchronised; Mia Rossi, a guest. None is
 * among the {@link SamplePeople}.
 */
public final class SampleColleagues {

	private static final String MANY = "10000000-aaaa-4aaa-8aaa-00000000000";

	private final SimulatedTenant tenant;

	private final Instant now;

	private final Person kim;

	private final Person rie;

	private final Person uffe;

	private final Person ole;

	private final Person mia;

	private SampleColleagues(SimulatedTenant tenant, Instant now) {
		this.tenant = tenant;
		this.now = now.truncatedTo(ChronoUnit.SECONDS);
		this.kim = person("kim", "Kim", "Holm", "kim.holm@" + tenant.domain(), 0);
		this.rie = person("rie", "Rie", "Bang", "rie.bang@" + tenant.domain(), 1);
		this.uffe = person("uffe", "Uffe", "Kaas", "uffe.kaas@" + tenant.domain(), 2);
		this.ole = person("ole", "Ole", "Gram", "ole.gram@" + tenant.domain(), 3);
		this.mia = person("mia", "Mia", "Rossi", "mia.rossi@northwind.example", 4);
	}

	/**
	 * Puts them into a tenant beside what is there, but in place of the security contact
	 * of either subscription.
	 * @param now the moment that the records' times are counted back from (UTC)
	 */
	public static SampleColleagues settle(SimulatedTenant tenant, Instant now) {
		SampleColleagues people = new SampleColleagues(tenant, now);
		tenant.graph().put(people.kim());
		for (Person other : List.of(people.rie, people.uffe, people.ole, people.mia)) {
			tenant.graph().put(other.user(tenant.domain(), false));
		}
		people.contact(0, people.sharedAddresses(), people.rie.phone());
		people.contact(1, people.kim.mail(), people.kim.phone());
		people.policy("operations", List.of(people.rie, people.kim, people.uffe, people.kim));
		people.policy("kim-alone", List.of(people.kim));
		return people;
	}

	public String email() {
		return this.kim.mail();
	}

	public String objectId() {
		return this.kim.objectId();
	}

	/**
	 * Kim's mobile phone in international form, with spaces.
	 */
	public String phone() {
		return this.kim.phone();
	}

	/**
	 * The addresses of the two who share records with Kim.
	 */
	public List<String> others() {
		return List.of(this.rie.mail(), this.uffe.mail());
	}

	/**
	 * The address of the one whose account is synchronised from on premises.
	 */
	public String synchronised() {
		return this.ole.mail();
	}

	/**
	 * The address of the guest.
	 */
	public String guest() {
		return this.mia.mail();
	}

	/**
	 * The object id of one of these people, by address.
	 */
	public String objectId(String email) {
		return List.of(this.kim, this.rie, this.uffe, this.ole, this.mia)
			.stream()
			.filter((person) -> person.mail().equals(email))
			.findFirst()
			.orElseThrow()
			.objectId();
	}

	/**
	 * The id of the security contact that names three people, in the first subscription.
	 */
	public String sharedContact() {
		return contactId(0);
	}

	/**
	 * What stands in {@code emails} there: spaces, capitals and empty places are legal.
	 */
	public String sharedAddresses() {
		return "  Rie.Bang@" + this.tenant.domain() + " ; KIM.Holm@" + this.tenant.domain() + ";;\tuffe.kaas@"
				+ this.tenant.domain() + ";";
	}

	/**
	 * What has to stand there when Kim was taken out.
	 */
	public String addressesOfOthers() {
		return "  Rie.Bang@" + this.tenant.domain() + " ;;\tuffe.kaas@" + this.tenant.domain() + ";";
	}

	/**
	 * The id of the security contact that names Kim alone, in the second subscription.
	 */
	public String ownContact() {
		return contactId(1);
	}

	/**
	 * The id of the JIT policy with requests of three people, two of them Kim's.
	 */
	public String sharedPolicy() {
		return policyId("operations");
	}

	/**
	 * The id of the JIT policy with one request, which is Kim's.
	 */
	public String ownPolicy() {
		return policyId("kim-alone");
	}

	private Person person(String label, String given, String surname, String mail, int number) {
		String domain = this.tenant.domain();
		String upn = mail.endsWith("@" + domain) ? mail : mail.replace('@', '_') + "#EXT#@" + domain;
		return new Person(label, given, surname, mail, upn, this.tenant.id("colleague-" + label), label,
				"+44 7700 90060" + number, "192.0.2." + (20 + number), "S-1-5-21-77-88-99-" + (5200 + number));
	}

	private ObjectNode kim() {
		ObjectNode user = this.kim.user(this.tenant.domain(), false);
		user.remove(List.of("onPremisesSecurityIdentifier", "onPremisesSamAccountName", "onPremisesSyncEnabled"));
		user.put("usageLocation", "DK")
			.put("department", "Operations")
			.put("employeeId", "5200")
			.put("streetAddress", "Åboulevarden 7")
			.put("city", "Aarhus")
			.put("country", "DK")
			.put("signInSessionsValidFromDateTime", this.now.minus(Duration.ofDays(90)).toString());
		user.withArray("/businessPhones").add("+45 87 30 40 60");
		var licences = user.putArray("assignedLicenses");
		licences.addObject().put("skuId", MANY + 1).putArray("disabledPlans").add(MANY + 2).add(MANY + 3);
		licences.addObject().put("skuId", MANY + 4).putArray("disabledPlans");
		return user;
	}

	private void contact(int subscription, String emails, String phone) {
		ObjectNode contact = Json.parse("""
				{"id": "", "name": "default", "type": "Microsoft.Security/securityContacts",
				  "properties": {"notificationsByRole": {"state": "On", "roles": ["Owner", "Contributor"]},
				    "emails": "", "phone": "", "isEnabled": true,
				    "notificationsSources": [{"minimalSeverity": "Low", "sourceType": "Alert"}],
				    "futureField": {"z": [1, null, "æ\\u0301", ""], "a": {}}}}""");
		contact.put("id", contactId(subscription)).withObject("/properties").put("emails", emails).put("phone", phone);
		this.tenant.arm().state().put(ArmKind.SECURITY_CONTACTS, contact);
	}

	private void policy(String name, List<Person> requestors) {
		String machine = "/subscriptions/" + this.tenant.subscriptions().get(0)
				+ "/resourceGroups/rg-operations/providers/Microsoft.Compute/virtualMachines/vm-operations-01";
		ObjectNode policy = Json.parse("""
				{"kind": "Basic", "type": "Microsoft.Security/locations/jitNetworkAccessPolicies",
				  "location": "westeurope", "properties": {"virtualMachines": [{"ports": [{"number": 22,
				    "protocol": "TCP", "allowedSourceAddressPrefix": "*", "maxRequestAccessDuration": "PT3H"}]}],
				    "requests": [], "provisioningState": "Succeeded"}}""");
		policy.put("id", policyId(name)).put("name", name);
		((ObjectNode) policy.at("/properties/virtualMachines/0")).put("id", machine);
		int hours = 0;
		for (Person requestor : requestors) {
			policy.withArray("/properties/requests").add(request(requestor, machine, ++hours));
		}
		this.tenant.arm().state().put(ArmKind.JIT_POLICIES, policy);
	}

	private ObjectNode request(Person requestor, String machine, int hours) {
		Instant start = this.now.minus(Duration.ofDays(3)).plus(Duration.ofHours(hours));
		ObjectNode request = Json.object()
			.put("startTimeUtc", start.toString().replace("Z", ".1230000Z"))
			.put("requestor", requestor.mail())
			.put("justification", "Patch " + hours);
		ObjectNode access = request.putArray("virtualMachines").addObject().put("id", machine);
		ObjectNode port = access.putArray("ports").addObject().put("number", 22);
		port.putArray("allowedSourceAddressPrefixes").add(requestor.ip());
		port.put("endTimeUtc", start.plus(Duration.ofHours(1)).toString())
			.put("status", "Revoked")
			.put("statusReason", "UserRequested");
		return request;
	}

	private String contactId(int subscription) {
		return "/subscriptions/" + this.tenant.subscriptions().get(subscription)
				+ "/providers/Microsoft.Security/securityContacts/default";
	}

	private String policyId(String name) {
		return "/subscriptions/" + this.tenant.subscriptions().get(0)
				+ "/resourceGroups/rg-operations/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/"
				+ name;
	}

}
