package org.dsrhub.check;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import org.dsrhub.check.Finding.Level;
import org.dsrhub.tenant.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WordsTests {

	@Test
	void a_finding_is_one_line_that_begins_with_how_it_went() {
		assertThat(Stream.of(Level.values()).map((level) -> new Finding(level, "contoso", "token", "text").line()))
			.containsExactly("ok    contoso: token: text", "warn  contoso: token: text", "FAIL  contoso: token: text");
	}

	@Test
	void why_nobody_answered_is_told_by_the_first_cause_that_says_it() {
		assertThat(List.of(new UnknownHostException("x"), new SSLHandshakeException("x"),
				new SocketTimeoutException("x"), new ConnectException("x"), new IOException("secret")))
			.extracting((cause) -> Words.unreachable("host", new IllegalStateException("secret", cause)))
			.satisfiesExactly((text) -> assertThat(text).startsWith("host: there is no such host"),
					(text) -> assertThat(text).startsWith("host: no TLS"),
					(text) -> assertThat(text).startsWith("host: no answer within"),
					(text) -> assertThat(text).startsWith("host: nobody takes the connection"),
					(text) -> assertThat(text).isEqualTo("host: the connection broke off (IllegalStateException)"));
	}

	@Test
	void a_number_of_the_login_that_is_not_known_leaves_where_to_look() {
		assertThat(Words.refused("HTTP 400, AADSTS1", Optional.of("AADSTS1"))).isEqualTo(
				"HTTP 400, AADSTS1: it refuses the credential; check credential and entraTenantId in the tenant file");
	}

	@Test
	void who_is_to_be_granted_something_is_named_by_the_credential() {
		assertThat(Words.grant(new Credential.Secret("1", "env:X"), "the role 'Reader'"))
			.isEqualTo("grant the application 1 the role 'Reader'");
		assertThat(Words.grant(new Credential.ManagedIdentity("1"), null))
			.isEqualTo("grant the managed identity 1 what this source needs");
		assertThat(Words.grant(new Credential.ManagedIdentity(null), "x"))
			.isEqualTo("grant the machine's managed identity x");
	}

	@ParameterizedTest
	@CsvSource({ "https://login.microsoftonline.com, https://management.azure.com, false",
			"https://login.microsoftonline.us, https://management.usgovcloudapi.net, false",
			"https://login.microsoftonline.us, https://contoso.blob.core.usgovcloudapi.net, false",
			"https://login.microsoftonline.com, https://proxy.contoso.example, false",
			"https://login.microsoftonline.com, https://management.usgovcloudapi.net, true",
			"https://login.partner.microsoftonline.cn, https://graph.microsoft.com, true",
			"https://login.microsoftonline.us, https://contoso.blob.core.windows.net, true" })
	void addresses_of_several_clouds_do_not_go_together(URI one, URI other, boolean mixed) {
		assertThat(Cloud.mixed(List.of(one, other)).isPresent()).isEqualTo(mixed);
	}

}
