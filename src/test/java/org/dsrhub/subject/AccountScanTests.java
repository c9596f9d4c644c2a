package org.dsrhub.subject;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AccountScanTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none",
			value = { "CONTOSO\\bob | bob", "contoso\\Bob.Ek | bob.ek", "Logon by CONTOSO\\bob. | bob",
					"run as CONTOSO\\\\bob-2, then | bob-2", "c:\\windows\\system32\\cmd.exe | none",
					"TOOLS\\run.exe | none", "HKLM\\Software | none", "NT AUTHORITY\\SYSTEM | none",
					"CONTOSO\\VM01$ | none", "see docs\\readme of it | none", "D:\\CONTOSO\\bob | none",
					"CONTOSO\\bob\\x | none", "https://x.example/A\\b/c | none", "CONTOSO\\administrator | none" })
	void an_account_is_told_from_a_path(String text, String account) {
		List<String> found = new ArrayList<>();
		AccountScan.find(text, (mention) -> found.add(mention.value()));
		assertThat(found).isEqualTo((account != null) ? List.of(account) : List.of());
	}

}
