package org.dsrhub.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.source.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsrhub.record.Records.ACTIVITY;
import static org.dsrhub.record.Records.ALERTS;
import static org.dsrhub.record.Records.CONTACTS;
import static org.dsrhub.record.Records.ENTRA;
import static org.dsrhub.record.Records.JIT;

class ThirdPartyRedactionTests {

	@ParameterizedTest
	@CsvSource(delimiter = '!', quoteCharacter = '`', value = {
			"ana@contoso.example and bob@contoso.example ! ana@contoso.example and [redacted] ! 1",
			"ana%40contoso.example%3Bbob%40contoso.example ! ana%40contoso.example%3B[redacted] ! 1",
			"a diana@contoso.example b ! a [redacted] b ! 1", "ana@contoso.example.evil.org ! [redacted] ! 1",
			"198.51.100.7 to 192.0.2.10 ! [redacted] to 192.0.2.10 ! 1", "0.0.0.0 127.0.0.1 :: ::1 ! = ! 0",
			"10.0.0.0/8 and 198.51.100.0/24 ! 10.0.0.0/8 and [redacted] ! 1", "169.254.169.254 ! = ! 0", "* ! = ! 0",
			"S-1-5-18, S-1-5-21-1-2-3-1001, S-1-5-21-1-2-3-1002 ! S-1-5-18, S-1-5-21-1-2-3-1001, [redacted] ! 1",
			"call +45 20 99 88 77 or +45 20 12 34 56 ! call [redacted] or +45 20 12 34 56 ! 1",
			"run C:\\\\Users\\\\bob\\\\x.exe ! run C:\\\\Users\\\\[redacted]\\\\x.exe ! 1",
			"run C:\\\\Users\\\\aberg\\\\x.exe ! = ! 0", "run C:\\\\Users\\\\ana\\\\x.exe ! = ! 0",
			"/users/bbbbbbbb-2222-4222-8222-bbbbbbbbbbbb/x ! /users/[redacted]/x ! 1",
			"/subscriptions/bbbbbbbb-2222-4222-8222-bbbbbbbbbbbb/resourceGroups/rg ! = ! 0",
			"https://b.example/c?sv=1&sig=abc%2F1 ! https://b.example/c?[redacted] ! 1",
			"AccountKey=abc==;X=1 ! AccountKey=[redacted];X=1 ! 1",
			"powershell -enc YgBvAGIAQABjAG8AbgB0AG8AcwBvAC4AZQB4AGEAbQBwAGwAZQA= ! powershell -enc [redacted] ! 1",
			"powershell -enc YQBuAGEAQABjAG8AbgB0AG8AcwBvAC4AZQB4AGEAbQBwAGwAZQA= ! = ! 0",
			"2018-05-17T09:06:45.5691611Z ! = ! 0", "1234567890 ! = ! 0" })
	void in_text_exactly_what_is_others_is_taken_out(String text, String left, int count) {
		Redacted redacted = Records.redact(ALERTS, "{'a':'" + text + "'}");
		assertThat(redacted.data()).isEqualTo(Records.json("{'a':'" + (left.equals("=") ? text : left) + "'}"));
		assertThat(redacted.redactions()).isEqualTo(count);
	}

	@Test
	void a_text_that_only_looks_like_json_is_read_as_text() {
		Redacted redacted = Records.redact(ALERTS,
				((ObjectNode) Records.json("{}")).put("a", "{\"n\":1e99999999999,\"user\":\"bob@contoso.example\"}"));
		assertThat(redacted.data().path("a").asText()).isEqualTo("{\"n\":1e99999999999,\"user\":\"[redacted]\"}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!', quoteCharacter = '`', value = {
			"{'l':['a','bob@contoso.example','ana@contoso.example']} ! {'l':['a','ana@contoso.example']} ! 1",
			"{'l':['192.0.2.10','198.51.100.7','from 198.51.100.7']} ! {'l':['192.0.2.10','from [redacted]']} ! 2",
			"{'l':[{'x':'bob@contoso.example','ip':'192.0.2.10'},{'x':'ana@contoso.example'}]} ! {'l':[{'x':'ana@contoso.example'}]} ! 1",
			"{'l':[{'x':{'y':['bob@contoso.example']}}]} ! {'l':[]} ! 1",
			"{'l':[{'x':['bob@contoso.example','ana@contoso.example']}]} ! {'l':[{'x':['ana@contoso.example']}]} ! 1",
			"{'entities':[{'type':'ip','address':'198.51.100.7'}]} ! {'entities':[{'type':'ip','address':'[redacted]'}]} ! 1",
			"{'l':[{'aadUserId':'bbbbbbbb-2222-4222-8222-bbbbbbbbbbbb'},{'id':'bbbbbbbb-2222-4222-8222-bbbbbbbbbbbb'}]} ! {'l':[{'id':'bbbbbbbb-2222-4222-8222-bbbbbbbbbbbb'}]} ! 1",
			"{'l':[{'name':'bob','upnSuffix':'contoso.example'},{'name':'ana','upnSuffix':'contoso.example'}]} ! {'l':[{'name':'ana','upnSuffix':'contoso.example'}]} ! 1",
			"{'name':'bob','upnSuffix':'contoso.example'} ! {'name':'[redacted]','upnSuffix':'contoso.example'} ! 1",
			"{'l':[{'user':'Ana Berg','mail':'ana.berg2@contoso.example'}]} ! {'l':[]} ! 1",
			"{'l':[{'user':'Ana Berg','x':1}]} ! {'l':[{'user':'Ana Berg','x':1}]} ! 0",
			"{'l':[{'user':'Ana Berg','username':'bob'}]} ! {'l':[{'user':'Ana Berg','username':'[redacted]'}]} ! 1",
			"{'attacker IP':'198.51.100.7','a':'ana@contoso.example'} ! {'attacker IP':'198.51.100.7','a':'ana@contoso.example'} ! 0",
			"{'attacker IP':'198.51.100.7','a':'ana@contoso.example','b':'bob@contoso.example'} ! {'attacker IP':'[redacted]','a':'ana@contoso.example','b':'[redacted]'} ! 2",
			"{'attacker IP':'198.51.100.7','user':'ana@contoso.example','l':[{'user':'bob','x':'ana@contoso.example'}]} ! {'attacker IP':'198.51.100.7','user':'ana@contoso.example','l':[{'user':'[redacted]','x':'ana@contoso.example'}]} ! 1",
			"{'bob@contoso.example':1,'ana@contoso.example':2,'198.51.100.7':3,'a':4} ! {'ana@contoso.example':2,'a':4} ! 2",
			"{'user':'bob'} ! {'user':'[redacted]'} ! 1",
			"{'User Name':'CONTOSO\\\\aberg'} ! {'User Name':'CONTOSO\\\\aberg'} ! 0",
			"{'user':'ana@contoso.example; bob; Ana'} ! {'user':'ana@contoso.example; [redacted]; Ana'} ! 1",
			"{'user':'Smith, Bob'} ! {'user':'[redacted]'} ! 1", "{'user':4711} ! {'user':'[redacted]'} ! 1",
			"{'user':'198.51.100.7'} ! {'user':'[redacted]'} ! 1", "{'user':''} ! {'user':''} ! 0",
			"{'user':null,'b':true} ! {'user':null,'b':true} ! 0", "{'user':'S-1-5-18'} ! {'user':'S-1-5-18'} ! 0",
			"{'phone':'12345'} ! {'phone':'[redacted]'} ! 1", "{'phone':20998877} ! {'phone':'[redacted]'} ! 1",
			"{'phone':20123456} ! {'phone':20123456} ! 0",
			"{'password':'x','clientSecret':'y','pwd':null} ! {'password':'[redacted]','clientSecret':'[redacted]','pwd':null} ! 2",
			"{'passwordPolicies':'None','lastPasswordChangeDateTime':'2024-01-01T00:00:00Z'} ! {'passwordPolicies':'None','lastPasswordChangeDateTime':'2024-01-01T00:00:00Z'} ! 0",
			"{'storageLocation':'https://s.example/c?sv=1&x=2'} ! {'storageLocation':'https://s.example/c?[redacted]'} ! 1",
			"{'Columns':[{'Name':'User'},{'Name':'n'}],'Rows':[['bob',1],['ana@contoso.example',2]]} ! {'Columns':[{'Name':'User'},{'Name':'n'}],'Rows':[['ana@contoso.example',2]]} ! 1",
			"{'user':'NT AUTHORITY\\\\SYSTEM'} ! {'user':'NT AUTHORITY\\\\SYSTEM'} ! 0",
			"{'osVersion':'1.2.3.4'} ! {'osVersion':'1.2.3.4'} ! 0",
			"{'columns':['When','User','IP'],'rows':[['1','ana@contoso.example','198.51.100.7'],['2','bob','192.0.2.10'],['3','Ana Berg','x']]} ! {'columns':['When','User','IP'],'rows':[['1','ana@contoso.example','[redacted]'],['3','Ana Berg','x']]} ! 2" })
	void lists_fields_tables_and_names(String raw, String left, int count) {
		Redacted redacted = Records.redact(ALERTS, raw);
		assertThat(redacted.data()).isEqualTo(Records.json(left));
		assertThat(redacted.redactions()).isEqualTo(count);
	}

	@Test
	void a_contact_of_hers_alone_keeps_its_phone() {
		for (String emails : new String[] { "'email':'ana@contoso.example'", "'emails':'ana@contoso.example'",
				"'emails':['ana@contoso.example']" }) {
			unchanged(CONTACTS, "{'name':'default','properties':{" + emails
					+ ",'phone':'+1 425 555 0100','notificationsByRole':{'state':'On','roles':['Owner']}}}");
		}
	}

	@Test
	void a_shared_contact_loses_the_others_address_and_the_unknown_phone() {
		changed(CONTACTS,
				"{'properties':{'emails':'ana@contoso.example; Bob@contoso.example','phone':'(214)275-4038','isEnabled':true}}",
				"{'properties':{'emails':'ana@contoso.example; [redacted]','phone':'[redacted]','isEnabled':true}}", 2);
		changed(CONTACTS, "{'properties':{'emails':['ana@contoso.example','bob@contoso.example'],'phone':'20123456'}}",
				"{'properties':{'emails':['ana@contoso.example'],'phone':'20123456'}}", 1);
	}

	@Test
	void a_jit_policy_keeps_her_requests_and_the_machines() {
		String request = "{'virtualMachines':[{'id':'/subscriptions/x/vm1','ports':[{'number':22,'allowedSourceAddressPrefix':'198.51.100.%s','status':'Initiated'}]}],"
				+ "'startTimeUtc':'2024-05-17T08:06:45.5691611Z','requestor':'%s','justification':'%s'}";
		String machines = "'virtualMachines':[{'id':'/subscriptions/x/vm1','ports':[{'number':22,'allowedSourceAddressPrefix':'%s'}]}]";
		String hers = request.formatted("7", "Ana@contoso.example", "patching");
		changed(JIT,
				"{'kind':'Basic','properties':{" + machines.formatted("198.51.100.8") + ",'requests':["
						+ request.formatted("9", "bob@contoso.example", "for ana") + "," + hers + ","
						+ request.formatted("9", BOB, "x") + "]}}",
				"{'kind':'Basic','properties':{" + machines.formatted("[redacted]") + ",'requests':[" + hers + "]}}",
				3);
	}

	private static final String BOB = Records.BOB_ID;

	@Test
	void her_own_text_does_not_hand_over_an_address_in_it() {
		changed(JIT,
				"{'properties':{'requests':[{'requestor':'ana@contoso.example','justification':'bob@contoso.example asked, from 198.51.100.7'}]}}",
				"{'properties':{'requests':[{'requestor':'ana@contoso.example','justification':'[redacted] asked, from 198.51.100.7'}]}}",
				1);
	}

	@Test
	void an_event_of_hers_keeps_claims_and_client_address() {
		unchanged(ACTIVITY,
				"{'caller':'ana@contoso.example','claims':{'ipaddr':'198.51.100.7','name':'Ana Berg-Ek','puid':'18247BBD84827C6D',"
						+ "'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn':' ana@contoso.example','onprem_sid':'S-1-5-21-9-9-9-1234'},"
						+ "'httpRequest':{'clientIpAddress':'198.51.100.7','method':'PUT'},'correlationId':'" + BOB
						+ "'}");
	}

	@Test
	void an_event_of_anothers_that_mentions_her_keeps_nothing_of_the_callers() {
		changed(ACTIVITY,
				"{'caller':'bob@contoso.example','claims':{'ipaddr':'192.0.2.10','name':'Bob Ek'},'httpRequest':{'clientIpAddress':'198.51.100.7','method':'PUT'},"
						+ "'properties':{'requestbody':'{\\'principalName\\':\\'ana@contoso.example\\',\\'by\\':\\'bob@contoso.example\\'}'}}"
							.replace("\\'", "\\\""),
				"{'caller':'[redacted]','claims':'[redacted]','httpRequest':{'clientIpAddress':'[redacted]','method':'PUT'},"
						+ "'properties':{'requestbody':'{\\'principalName\\':\\'ana@contoso.example\\',\\'by\\':\\'[redacted]\\'}'}}"
							.replace("\\'", "\\\""),
				4);
	}

	@Test
	void claims_that_name_only_others_are_theirs_whoever_the_event_is_about() {
		changed(ACTIVITY,
				"{'claims':{'upn':'bob@contoso.example','name':'Bob Ek'},'properties':{'target':'ana@contoso.example'}}",
				"{'claims':'[redacted]','properties':{'target':'ana@contoso.example'}}", 1);
	}

	@Test
	void an_alert_about_two_people_shows_one() {
		changed(ALERTS, "{'id':'/subscriptions/" + BOB + "/alerts/1','properties':{'entities':["
				+ "{'$id':'1','type':'account','name':'ana','ntDomain':'CONTOSO','sid':'S-1-5-21-1-2-3-1001'},"
				+ "{'$id':'2','type':'account','name':'bob','ntDomain':'CONTOSO','sid':'S-1-5-21-1-2-3-1002'},"
				+ "{'$id':'3','type':'ip','address':'198.51.100.7','location':{'city':'sonning','latitude':51.468}},"
				+ "{'$id':'4','type':'process','commandLine':'net user bob /add & type c:\\\\users\\\\bob\\\\k.txt'}],"
				+ "'extendedProperties':{'user Name':'Ana','attacker IP':'198.51.100.7','report':'https://s.example/r?sv=1&sig=x'}}}",
				"{'id':'/subscriptions/" + BOB + "/alerts/1','properties':{'entities':["
						+ "{'$id':'1','type':'account','name':'ana','ntDomain':'CONTOSO','sid':'S-1-5-21-1-2-3-1001'},"
						+ "{'$id':'3','type':'ip','address':'[redacted]','location':{'city':'sonning','latitude':51.468}},"
						+ "{'$id':'4','type':'process','commandLine':'net user [redacted] /add & type c:\\\\users\\\\[redacted]\\\\k.txt'}],"
						+ "'extendedProperties':{'user Name':'Ana','attacker IP':'[redacted]','report':'https://s.example/r?[redacted]'}}}",
				6);
	}

	@Test
	void a_name_that_a_person_field_gives_away_is_taken_out_of_the_text_beside_it_as_a_whole_word() {
		changed(ALERTS, "{'properties':{'entities':[{'type':'account','name':'ana','upnSuffix':'contoso.example'},"
				+ "{'type':'Account','displayName':'Bob Ek','id':7},{'type':'file','fileName':'bobbin.exe'}],"
				+ "'compromisedEntity':'CONTOSO\\\\bob','description':'Bob Ek ran bobbin.exe for ana; not Bob Eklund',"
				+ "'extendedProperties':{'user name':'CONTOSO\\\\rune'},'note':'rune asked prune, rune-2 and Rune.'}}",
				"{'properties':{'entities':[{'type':'account','name':'ana','upnSuffix':'contoso.example'},"
						+ "{'type':'file','fileName':'bobbin.exe'}],"
						+ "'compromisedEntity':'CONTOSO\\\\[redacted]','description':'[redacted] ran bobbin.exe for ana; not Bob Eklund',"
						+ "'extendedProperties':{'user name':'[redacted]'},'note':'[redacted] asked prune, rune-2 and [redacted].'}}",
				6);
	}

	@Test
	void her_directory_entry_stays_whole() {
		unchanged(ENTRA, "{'@odata.context':'https://graph.example/v1.0/$metadata#users','id':'" + Records.ANA_ID
				+ "','userPrincipalName':'ana@contoso.example','mail':'ana@contoso.example','displayName':'Ana Berg','otherMails':['ana.private@fabrikam.example'],"
				+ "'businessPhones':['+45 33 12 34 56'],'mobilePhone':'20123456','streetAddress':'Vej 1','proxyAddresses':['SMTP:ana@contoso.example'],"
				+ "'passwordPolicies':null,'employeeHireDate':'2020-01-01T00:00:00Z'}");
	}

	@Test
	void json_in_a_string_is_part_of_the_record() {
		embedded(
				"{'l':[{'by':'bob@contoso.example'},{'by':'ana@contoso.example'}],'principalId':'" + BOB
						+ "','phone':'20998877','n':0.10}",
				"{'l':[{'by':'ana@contoso.example'}],'principalId':'[redacted]','phone':'[redacted]','n':0.10}");
		embedded("{'a':'bob@contoso.example','a':'x'}", "{'a':'[redacted]','a':'x'}");
		embedded("{'a':'bob@contoso.example',", "{'a':'[redacted]',");
		embedded(" { 'a' : 'ana@contoso.example' } ", " { 'a' : 'ana@contoso.example' } ");
		embedded("{'password':'hunter2'}", "{'password':'[redacted]'}");
		embedded("{'x':'{\\'aadUserId\\':\\'" + BOB + "\\'}'}", "{'x':'{\\'aadUserId\\':\\'[redacted]\\'}'}");
	}

	private static void embedded(String text, String left) {
		JsonNode raw = Records.json("{}").deepCopy();
		((ObjectNode) raw).put("requestbody", text.replace('\'', '"'));
		assertThat(Records.redact(ALERTS, raw).data().get("requestbody").asText()).isEqualTo(left.replace('\'', '"'));
	}

	@Test
	void numbers_survive_exactly() {
		String raw = "{'a':12345678901234567890123,'b':0.10,'c':-0.909,'d':1E400,'e':51.46800000000000000001}";
		assertThat(Records.redact(ALERTS, raw).data().toString()).isEqualTo(Records.json(raw).toString());
	}

	@Test
	void the_record_itself_is_never_changed() {
		var raw = Records.json("{'l':[{'x':'bob@contoso.example'}],'y':'bob@contoso.example'}");
		var before = raw.deepCopy();
		Records.redact(ALERTS, raw);
		assertThat(raw).isEqualTo(before);
	}

	private static void unchanged(Source source, String raw) {
		changed(source, raw, raw, 0);
	}

	private static void changed(Source source, String raw, String left, int count) {
		Redacted redacted = Records.redact(source, raw);
		assertThat(redacted.data()).isEqualTo(Records.json(left));
		assertThat(redacted.redactions()).isEqualTo(count);
	}

}
