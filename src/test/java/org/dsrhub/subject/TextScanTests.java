package org.dsrhub.subject;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import org.dsrhub.subject.Mention.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class TextScanTests {

	private static final String GUID = "aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa";

	private final TextScan scan = new TextScan("DK");

	@ParameterizedTest
	@MethodSource
	void finds_each_identifier_as_long_as_it_goes(String text, String found, String piece) {
		List<Mention> mentions = this.scan.scan(text);
		assertThat(mentions).extracting((mention) -> mention.form() + " " + mention.value()).containsExactly(found);
		assertThat(text.substring(mentions.get(0).start(), mentions.get(0).end())).isEqualTo(piece);
	}

	static Stream<Arguments> finds_each_identifier_as_long_as_it_goes() {
		return Stream.of(address("ana@x.com", "ana@x.com"), address("Ana@X.com", "Ana@X.com", "ana@x.com"),
				address("by diana@x.com.", "diana@x.com"), address("ana@x.com.evil.org", "ana@x.com.evil.org"),
				address("ana@x.co", "ana@x.co"), address("x-ana@x.com", "x-ana@x.com"),
				address("ana@x.com-evil.org", "ana@x.com-evil.org"),
				address("ana@x.com@evil.org", "ana@x.com@evil.org"), address("smtp:ana@x.com", "ana@x.com"),
				address("SMTP:Ana@x.com", "Ana@x.com", "ana@x.com"), address("'ana@x.com'", "ana@x.com"),
				address("<ana@x.com>", "ana@x.com"), address("\"ana@x.com\"", "ana@x.com"),
				address("a/ana@x.com/b", "ana@x.com"), address("user=ana@x.com&b=1", "ana@x.com"),
				address("(ana@x.com)", "ana@x.com"), address("mailto:ana@x.com?subject=hi", "ana@x.com"),
				address("o'brien@x.com", "o'brien@x.com"),
				address("ana_gmail.com#EXT#@t.onmicrosoft.com", "ana_gmail.com#EXT#@t.onmicrosoft.com",
						"ana_gmail.com#ext#@t.onmicrosoft.com"),
				address("live.com#ana@x.com", "ana@x.com"), address("spo:guest#ana@x.com", "ana@x.com"),
				address("søren@bücher.example", "søren@bücher.example", "søren@xn--bcher-kva.example"),
				address("bob@203.0.113.5", "bob@203.0.113.5"), address("ana%40x.com", "ana%40x.com", "ana@x.com"),
				address("u=ana%2540x.com&v", "ana%2540x.com", "ana@x.com"), address("to%20ana@x.com", "ana@x.com"),
				address("s%C3%B8ren%40x.com", "s%C3%B8ren%40x.com", "søren@x.com"),
				address("{\"a\":\"ana\\u0040x.com\"}", "ana\\u0040x.com", "ana@x.com"),
				address("{\"a\":\"x\\nana@x.com\"}", "ana@x.com"),
				address("{\\\"a\\\":\\\"ana\\\\u0040x.com\\\"}", "ana\\\\u0040x.com", "ana@x.com"),
				address("ana&#64;x.com", "ana&#64;x.com", "ana@x.com"),
				address("ana&#x40;x.com", "ana&#x40;x.com", "ana@x.com"),
				address("ana&commat;x&period;com", "ana&commat;x&period;com", "ana@x.com"),
				address("ana&amp;#64;x.com", "ana&amp;#64;x.com", "ana@x.com"),
				address("ana＠x.com", "ana＠x.com", "ana@x.com"), address("ana@x．com", "ana@x．com", "ana@x.com"),
				address("a\0n\0a\0@\0x\0.\0c\0o\0m\0", "a\0n\0a\0@\0x\0.\0c\0o\0m", "ana@x.com"),
				address("an\u200ba@x.com", "an\u200ba@x.com", "ana@x.com"),
				arguments("user " + GUID, "GUID " + GUID, GUID),
				arguments("{" + GUID.toUpperCase() + "}", "GUID " + GUID, GUID.toUpperCase()),
				arguments("1_" + GUID, "GUID " + GUID, GUID),
				arguments("s-1-5-21-1-2-3-1001.", "SID S-1-5-21-1-2-3-1001", "s-1-5-21-1-2-3-1001"),
				ip("from 192.0.2.1.", "192.0.2.1", "192.0.2.1"), ip("192.0.2.1:443", "192.0.2.1", "192.0.2.1"),
				ip("192.0.2.1/32", "192.0.2.1", "192.0.2.1/32"), ip("192.0.2.0/24", "192.0.2.0/24", "192.0.2.0/24"),
				ip("[2001:db8::1]:443", "2001:db8:0:0:0:0:0:1", "2001:db8::1"),
				ip("::ffff:192.0.2.1", "192.0.2.1", "::ffff:192.0.2.1"),
				ip("ip:2001:DB8::1/128", "2001:db8:0:0:0:0:0:1", "2001:DB8::1/128"),
				ip("2001:db8::1: refused", "2001:db8:0:0:0:0:0:1", "2001:db8::1"),
				ip("src=192.0.2.1,", "192.0.2.1", "192.0.2.1"), ip("a\\n192.0.2.1", "192.0.2.1", "192.0.2.1"),
				ip("192%2E0.2.1", "192.0.2.1", "192%2E0.2.1"), phone("+45 20 12 34 56", "+4520123456"),
				phone("call +4520123456.", "+4520123456", "+4520123456"), phone("0045 20123456", "+4520123456"),
				phone("tel 20 12 34 56 today", "+4520123456", "20 12 34 56"),
				phone("(+1) 425-555-0123", "+14255550123"), profile("C:\\Users\\ana", "ana"),
				profile("c:\\users\\Ana\\AppData\\x.exe", "Ana"), profile("C:\\Users\\Ana Berg\\AppData", "Ana Berg"),
				profile("C:\\Users\\Ana Berg", "Ana Berg"), profile("/home/ana/.ssh", "ana"),
				profile("x \"C:\\Users\\Ana Berg\" y", "Ana Berg"), profile("C:\\\\Users\\\\ana\\\\x", "ana"),
				profile("\\\\srv\\Documents and Settings\\ana\\x", "ana"), profile("ls /home/ana and /tmp", "ana"),
				profile("/users/ana/messages", "ana"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "@", "@odata.type", "manager@odata.bind", "pkg@1.2.3", "img@sha256:0123456789",
			"2518298467986649999", "2018-05-17T09:06:45.5691611Z", "2018-05-17 09:06:45", "12:34:56", "10.0.17763.1",
			"C:\\Users\\Public\\x", "C:\\Users\\Default\\x", "/home/site/wwwroot", "Microsoft.X/service/users/write",
			"[Text]::Add(1)", "20123456", "port 3389", "PT3H", "00:0d:3a:11:22:33", "v1.2.3.4",
			"/subscriptions/x/resourceGroups/rg-2012-3456/providers/Microsoft.Compute/virtualMachines/vm1",
			"kso0LFWxzCll5tqrk5hmrBJ+MY1BX806W6q6+0s9Lk=", "17.05.2018", "05/17/2018", "C:\\Users\\[redacted]\\x",
			"1234567890", "20241121 101112", "TLS 1.2", "password=[redacted]" })
	void leaves_what_only_looks_like_an_identifier(String text) {
		assertThat(this.scan.scan(text)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ana@x.com;bob@x.com", "ana@x.com,bob@x.com", "ana@x.com|bob@x.com", "ana@x.com bob@x.com",
			"ana@x.com'+'bob@x.com", "ana@x.com!bob@x.com", "ana%40x.com%3Bbob%40x.com", "'ana@x.com':'bob@x.com'" })
	void finds_several_addresses_in_one_text(String text) {
		assertThat(this.scan.scan(text)).extracting(Mention::value).containsExactly("ana@x.com", "bob@x.com");
	}

	@ParameterizedTest
	@ValueSource(strings = { "+4520123456+4520998877", "+45 20 12 34 56 +45 20 99 88 77",
			"0045 20123456, 0045 20998877", "+45+20+12+34+56 and 20 99 88 77", "+45 20 12 34 56/+45 20 99 88 77",
			"20 12 34 56 / 20 99 88 77", "tel:+45-20-12-34-56;tel:+45-20-99-88-77" })
	void finds_several_phone_numbers_in_one_text(String text) {
		assertThat(this.scan.scan(text)).extracting(Mention::value).containsExactly("+4520123456", "+4520998877");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-8", "UTF-16LE", "UTF-16BE" })
	void reads_base64_in_each_encoding(String charset) {
		byte[] bytes = "net user bob@x.com /add".getBytes(Charset.forName(charset));
		for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding(),
				Base64.getMimeEncoder(60, "\r\n".getBytes(StandardCharsets.US_ASCII)))) {
			String run = encoder.encodeToString(bytes);
			String text = "powershell -enc " + run + " -x";
			List<Mention> mentions = this.scan.scan(text);
			assertThat(mentions).hasSize(1);
			assertThat(mentions.get(0)).extracting(Mention::form, Mention::value, Mention::encoded)
				.containsExactly(Form.ADDRESS, "bob@x.com", true);
			assertThat(text.substring(mentions.get(0).start(), mentions.get(0).end())).isEqualTo(run);
		}
	}

	@Test
	void a_backslash_before_an_n_ends_a_line_only_in_json() {
		assertThat(this.scan.scan("[CONTOSO\\nana@x.com]")).extracting(Mention::value).containsExactly("nana@x.com");
		assertThat(this.scan.scan("[\"x\\nana@x.com\"]")).extracting(Mention::value).containsExactly("ana@x.com");
		assertThat(this.scan.scan("{\"a\":\"CONTOSO\\\\nana@x.com\"}")).extracting(Mention::value)
			.containsExactly("nana@x.com");
	}

	@Test
	void reads_base64_within_base64() {
		Base64.Encoder encoder = Base64.getEncoder();
		String once = encoder.encodeToString("hello bob@x.com".getBytes(StandardCharsets.UTF_8));
		String twice = encoder.encodeToString(once.getBytes(StandardCharsets.UTF_8));
		assertThat(this.scan.scan(twice)).extracting(Mention::value).contains("bob@x.com");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "https://b.example/c?sv=1&<sig=abc%2F>", "a;AccountKey=<abc==>;b", "client_secret=<s3cret>&x",
					"net use --password <hunter2> x", "Pwd=<x>;Server", "SharedAccessSignature <sr=a&sig=b&skn=c>",
					"Authorization: Bearer <abcdefghijklmnopqrst>", "{\"password\":\"<x>\"}",
					"https://<u:p>@h.example/", "t <eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2lnbmF0dXJl> x" })
	void finds_secrets(String marked) {
		String text = marked.replaceAll("[<>]", "");
		int start = marked.indexOf('<');
		int end = marked.indexOf('>') - 1;
		assertThat(this.scan.scan(text)).filteredOn((mention) -> mention.form() == Form.SECRET)
			.isNotEmpty()
			.anySatisfy((mention) -> {
				assertThat(mention.start()).isLessThanOrEqualTo(start);
				assertThat(mention.end()).isEqualTo(end);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "20123456", "+45 20123456", "20-12-34-56", "0045 20 12 34 56" })
	void in_a_phone_field_digits_alone_are_a_phone_number(String text) {
		assertThat(this.scan.scanPhoneField(text)).extracting(Mention::form, Mention::value)
			.containsExactly(org.assertj.core.groups.Tuple.tuple(Form.PHONE, "+4520123456"));
	}

	@Test
	void in_a_phone_field_each_part_is_a_number_and_a_date_is_none() {
		assertThat(this.scan.scanPhoneField("20123456; 12345")).extracting(Mention::value)
			.containsExactly("+4520123456", "12345");
		assertThat(this.scan.scanPhoneField("2024-01-31T00:00:00Z")).isEmpty();
	}

	private static Arguments address(String text, String piece) {
		return address(text, piece, piece);
	}

	private static Arguments address(String text, String piece, String value) {
		return arguments(text, "ADDRESS " + value, piece);
	}

	private static Arguments ip(String text, String value, String piece) {
		return arguments(text, "IP_ADDRESS " + value, piece);
	}

	private static Arguments phone(String text, String value) {
		return phone(text, value, text);
	}

	private static Arguments phone(String text, String value, String piece) {
		return arguments(text, "PHONE " + value, piece);
	}

	private static Arguments profile(String text, String piece) {
		return arguments(text, "PROFILE " + piece.toLowerCase(), piece);
	}

}
