package org.dsrhub.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The people of a sample tenant: Ana Jensen, and twenty others chosen to be mistaken for
 * her or to stand next to her. At home in {@code contoso.example} she is a member,
 * anywhere else a guest.
 */
record Cast(Person ana, List<Person> others) {

	static final String HOME = "contoso.example";

	private static final String[][] OTHERS = { { "lookalike-prefix", "Diana", "Jensen", "diana@~" },
			{ "lookalike-domain", "Ana", "Jensen", "ana@contoso.example.evil.test", "ana.jensen.evil" },
			{ "lookalike-dot", "Ana", "Bentsen", "ana.b@~" }, { "same-ip", "Mikkel", "Brandt", "mikkel.brandt@~" },
			{ "shared-contact", "Søren", "Lund", "soren.lund@~", "soren.lund" },
			{ "deleted", "Peter", "Krogh", "peter.krogh@~" },
			{ "guest", "Lucia", "Romero", "lucia.romero@northwind.example" },
			{ "personal-account", "Kaja", "Winter", "kaja.winter@outlook.example" },
			{ "lookalike-hyphen", "Ana-Maria", "Ruiz", "ana-maria@~" },
			{ "namesake", "Ana", "Jensen", "ana.jensen.hr@~", "ana.jensen.hr" },
			{ "lookalike-end", "Joana", "Silva", "joana@~" }, { "lookalike-letter", "Hana", "Sato", "hana@~" },
			{ "lookalike-tail", "Susana", "Pinto", "susana@~" }, { "other-1", "Bo", "Iversen", "bo.iversen@~" },
			{ "other-2", "Clara", "Thomsen", "clara.thomsen@~" }, { "other-3", "Emil", "Dahl", "emil.dahl@~" },
			{ "other-4", "Freja", "Møller", "freja.moller@~", "freja.moller" },
			{ "other-5", "Gustav", "Nygaard", "gustav.nygaard@~" }, { "other-6", "Ida", "Poulsen", "ida.poulsen@~" },
			{ "other-7", "Jonas", "Friis", "jonas.friis@~" } };

	private static final String ANA_IP = "203.0.113.17";

	static Cast of(SimulatedTenant tenant) {
		boolean home = tenant.domain().equals(HOME);
		List<Person> others = new ArrayList<>();
		for (int i = 0; i < OTHERS.length; i++) {
			String[] row = OTHERS[i];
			String mail = row[3].replace("~", tenant.domain());
			String account = (row.length > 4) ? row[4] : (row[1] + "." + row[2]).toLowerCase(Locale.ROOT);
			String ip = row[0].equals("same-ip") ? ANA_IP : (home ? "198.51.100." : "192.0.2.") + (100 + i);
			others.add(new Person(row[0], row[1], row[2], mail, upn(mail, tenant), tenant.id(row[0]), account,
					"+44 7700 900" + (home ? 200 + i : 400 + i), ip, sid(tenant, 4100 + i)));
		}
		String mail = "ana@" + HOME;
		return new Cast(new Person("ana", "Ana", "Jensen", mail, upn(mail, tenant), tenant.id("ana"), "ana.jensen",
				"+45 20 11 22 33", ANA_IP, sid(tenant, 3177)), List.copyOf(others));
	}

	Person by(String label) {
		return this.others.stream().filter((person) -> person.label().equals(label)).findFirst().orElseThrow();
	}

	private static String upn(String mail, SimulatedTenant tenant) {
		return mail.endsWith("@" + tenant.domain()) ? mail : mail.replace('@', '_') + "#EXT#@" + tenant.domain();
	}

	private static String sid(SimulatedTenant tenant, int number) {
		int domain = 1_000_000_000 + Math.floorMod(tenant.name().hashCode(), 999_999_937);
		return "S-1-5-21-" + domain + "-1708537768-1844237615-" + number;
	}

}
