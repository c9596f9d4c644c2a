package org.dsrhub.record;

import java.util.Arrays;
import java.util.List;

import org.dsrhub.subject.IdentifierKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsrhub.record.Records.ALERTS;

class MatchingTests {

	@ParameterizedTest
	@CsvSource(delimiter = '!', quoteCharacter = '`', value = { "{'a':'ana@contoso.example'} ! userPrincipalName email",
			"{'a':'ANA@Contoso.Example'} ! userPrincipalName email", "{'a':'ana.private@fabrikam.example'} ! email",
			"{'a':['x',{'b':'see ana@contoso.example, please'}]} ! userPrincipalName email",
			"{'Ana@contoso.example':1} ! userPrincipalName email",
			"{'a':'ana%40contoso.example'} ! userPrincipalName email",
			"{'a':'AAAAAAAA-1111-4111-8111-aaaaaaaaaaaa'} ! objectId",
			"{'a':'/users/aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa/x'} ! objectId", "{'a':'s-1-5-21-1-2-3-1001'} ! sid",
			"{'Name':'ANA','UpnSuffix':'contoso.example'} ! userPrincipalName email", "{'phone':'20 12 34 56'} ! phone",
			"{'phone':20123456} ! phone", "{'mobilePhone':['+45 20123456']} ! phone",
			"{'a':'call +45 20 12 34 56'} ! phone", "{'a':'192.0.2.10'} ! ipAddress",
			"{'a':'::ffff:192.0.2.10'} ! ipAddress", "{'a':'192.0.2.10:443','phone':'20123456'} ! phone ipAddress",
			"{'a':'192.0.2.10','b':'bob@contoso.example','c':'ana@contoso.example'} ! userPrincipalName email ipAddress",
			"{'a':'192.0.2.10','b':'S-1-5-18'} ! ipAddress", "{'a':'192.0.2.10','user name':'Ana Berg'} ! ipAddress",
			"{'a':'192.0.2.10','id':'bbbbbbbb-2222-4222-8222-bbbbbbbbbbbb'} ! ipAddress",
			"{'a':'192.0.2.10','x@odata.type':'#microsoft.graph.user'} ! ipAddress" })
	void a_record_with_one_of_her_identifiers_is_hers(String json, String kinds) {
		assertThat(Records.matchedBy(ALERTS, json))
			.containsExactlyElementsOf(Arrays.stream(kinds.split(" ")).map(IdentifierKind::of).toList());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!', quoteCharacter = '`', value = { "{'a':'diana@contoso.example'}",
			"{'a':'ana@contoso.example.evil.org'}", "{'a':'ana@contoso.exampl'}", "{'a':'x-ana@contoso.example'}",
			"{'a':'ana.contoso.example'}", "{'a':'ana'}", "{'user name':'Ana Berg'}", "{'a':'S-1-5-21-1-2-3-10010'}",
			"{'a':'192.0.2.101'}", "{'a':'192.0.2.0/24'}", "{'a':'20123456'}", "{'a':20123456}",
			"{'name':'diana','upnSuffix':'contoso.example'}", "{'a':'YW5hQGNvbnRvc28uZXhhbXBsZSBpcyBoZXJl'}",
			"{'a':'192.0.2.10','b':'bob@contoso.example'}", "{'a':'192.0.2.10','bob@contoso.example':1}",
			"{'a':'192.0.2.10','b':'S-1-5-21-1-2-3-1002'}", "{'a':'192.0.2.10','b':'S-1-12-1-1-2-3-4'}",
			"{'a':'192.0.2.10','aadUserId':'bbbbbbbb-2222-4222-8222-bbbbbbbbbbbb'}",
			"{'a':'192.0.2.10','http://schemas.microsoft.com/identity/claims/objectidentifier':'bbbbbbbb-2222-4222-8222-bbbbbbbbbbbb'}",
			"{'a':'192.0.2.10','user name':'bob'}", "{'a':'192.0.2.10','name':'bob','upnSuffix':'contoso.example'}",
			"{'phone':'20123456','entities':[{'name':'Bob Ek'}]}" })
	void a_record_without_is_not(String json) {
		String wrapped = json.contains("entities") ? "{'properties':" + json + "}" : json;
		assertThat(Records.matchedBy(ALERTS, wrapped)).isEqualTo(List.of());
	}

}
