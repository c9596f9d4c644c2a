package org.dsrhub.camel;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import org.dsrhub.configuration.InvalidConfiguration;

/**
 * Why a mail server could not be worked with, in words of the hub's own: a server's may
 * quote an address.
 */
final class MailboxFaults {

	private MailboxFaults() {
	}

	static String words(Throwable fault) {
		for (Throwable cause = fault; cause != null; cause = next(cause)) {
			if (cause instanceof LoginFault || cause instanceof InvalidConfiguration) {
				return cause.getMessage();
			}
			if (cause instanceof AuthenticationFailedException) {
				return "the server refuses the login; check user and password, or the permission of the application";
			}
			if (cause instanceof FolderNotFoundException) {
				return "there is no folder INBOX";
			}
			if (cause instanceof UnknownHostException) {
				return "there is no such host; correct its address in the tenant file, or the name service";
			}
			if (cause instanceof SSLException) {
				return "no TLS; if the server shows a certificate of your own CA, name that CA's PEM file under trust";
			}
			if (cause instanceof SocketTimeoutException) {
				return "no answer within limits.connectTimeout and responseTimeout; is it open in the firewall?";
			}
			if (cause instanceof ConnectException) {
				return "nobody takes the connection; correct its address, or open it in the firewall";
			}
			if (String.valueOf(cause.getMessage()).startsWith("STARTTLS is required")) {
				return "the server offers no STARTTLS; use imaps:// and smtps://, or switch it on there";
			}
		}
		return "a fault (%s)".formatted(fault.getClass().getSimpleName());
	}

	/** Whether it was the login that failed. */
	static boolean login(Throwable fault) {
		return Stream.iterate(fault, Objects::nonNull, MailboxFaults::next)
			.anyMatch(AuthenticationFailedException.class::isInstance);
	}

	private static Throwable next(Throwable fault) {
		return (fault instanceof MessagingException mail && mail.getNextException() != null) ? mail.getNextException()
				: fault.getCause();
	}

}
