package org.dsrhub.mail;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.dsrhub.mail.SendFault.End;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class SendFaultTests {

	static Stream<Arguments> faults() throws AddressException {
		InternetAddress ana = new InternetAddress("ana@person.example");
		return Stream.of(
				arguments("nobody listens", new MessagingException("Couldn't connect", new ConnectException("refused")),
						false, End.RETRY, "no connection (ConnectException) before the mail was handed over"),
				arguments("the login is refused", new AuthenticationFailedException("535 5.7.8 ana"), false, End.RETRY,
						"the server refused the login"),
				arguments("there is no token", new IllegalStateException("no token"), false, End.RETRY,
						"a fault (IllegalStateException) before the mail was handed over"),
				arguments("grey-listed", wrapped(new SMTPAddressFailedException(ana, "RCPT", 451, "451 4.7.1 wait")),
						false, End.RETRY, "the server answered 451 4.7.1"),
				arguments("unknown recipient",
						wrapped(new SMTPAddressFailedException(ana, "RCPT", 550, "550 5.1.1 <ana@person.example>")),
						false, End.REFUSED, "the server answered 550 5.1.1"),
				arguments("refused after DATA", sendFailed(554, "554 spam"), true, End.REFUSED,
						"the server answered 554"),
				arguments("put off after DATA", sendFailed(452, "452 4.3.1 full"), true, End.RETRY,
						"the server answered 452 4.3.1"),
				arguments("silent after DATA", new MessagingException("reading", new SocketTimeoutException()), true,
						End.UNCERTAIN, "the connection broke off while the mail was handed over"),
				arguments("broken off after DATA", sendFailed(-1, "[EOF]"), true, End.UNCERTAIN,
						"the connection broke off while the mail was handed over"),
				arguments("broken off before DATA", sendFailed(-1, "[EOF]"), false, End.RETRY,
						"a fault (SMTPSendFailedException) before the mail was handed over"),
				arguments("an unforeseen fault after DATA", new IllegalStateException(), true, End.UNCERTAIN,
						"the connection broke off while the mail was handed over"),
				arguments("no address at all", new AddressException("ana@"), false, End.REFUSED,
						"an address is not well-formed"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("faults")
	void a_fault_says_what_becomes_of_the_mail(String name, Exception fault, boolean handing, End end, String reason) {
		assertThat(SendFault.of(fault, handing)).isEqualTo(new SendFault(end, reason));
	}

	private static MessagingException wrapped(MessagingException inner) {
		return new SendFailedException("Invalid Addresses", inner);
	}

	private static MessagingException sendFailed(int code, String answer) {
		return new SMTPSendFailedException(".", code, answer, null, null, null, null);
	}

}
