package org.dsrhub.camel;

import java.net.URI;
import java.time.Duration;
import java.util.Properties;

import javax.net.ssl.SSLSocketFactory;

import org.dsrhub.tenant.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MailServersTests {

	@ParameterizedTest
	@CsvSource({ "imaps://mail.contoso.example:993, , ", "smtps://mail.contoso.example:465, , ",
			"imap://mail.contoso.example:143, true, true", "smtp://mail.contoso.example:587, true, true",
			"smtp://127.0.0.1:2525, true, false", "imap://localhost:1143, true, false",
			"smtp://localhost.evil.example:25, true, true" })
	void nothing_goes_out_in_clear_but_to_this_machine(URI server, String starttls, String required) {
		Properties settings = settings(server, false);
		String prefix = "mail." + server.getScheme() + ".";
		assertThat(settings.get(prefix + "starttls.enable")).isEqualTo(starttls);
		assertThat(settings.get(prefix + "starttls.required")).isEqualTo(required);
		assertThat(settings.get(prefix + "ssl.checkserveridentity")).isEqualTo("true");
		assertThat(settings.get(prefix + "ssl.socketFactory")).isInstanceOf(SSLSocketFactory.class);
	}

	@ParameterizedTest
	@CsvSource({ "imaps://mail.contoso.example:993", "smtp://mail.contoso.example:587" })
	void nobody_is_waited_for_without_end(URI server) {
		Properties settings = settings(server, false);
		String prefix = "mail." + server.getScheme() + ".";
		assertThat(settings.get(prefix + "connectiontimeout")).isEqualTo("2000");
		assertThat(settings.get(prefix + "timeout")).isEqualTo("9000");
		assertThat(settings.get(prefix + "writetimeout")).isEqualTo("9000");
	}

	@Test
	void a_token_is_shown_by_no_other_mechanism() {
		assertThat(settings(URI.create("imaps://outlook.office365.com:993"), true).get("mail.imaps.auth.mechanisms"))
			.isEqualTo("XOAUTH2");
		assertThat(settings(URI.create("imaps://mail.contoso.example:993"), false))
			.doesNotContainKey("mail.imaps.auth.mechanisms");
	}

	private static Properties settings(URI server, boolean oauth2) {
		return MailServers.settings(
				new Tenant.Mailbox(server, server, "dsr@contoso.example", null, null, "mx.contoso.example", oauth2),
				server, new Tenant.Limits(Duration.ofSeconds(2), Duration.ofSeconds(9), 0, null, null, 0, 0),
				(SSLSocketFactory) SSLSocketFactory.getDefault());
	}

}
