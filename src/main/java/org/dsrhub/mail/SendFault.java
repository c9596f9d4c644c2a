package org.dsrhub.mail;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * What a fault on the way to the server means for the mail (RFC 5321, 4.2.1 and 4.5.4).
 *
 * @param end what becomes of the mail
 * @param reason in words without any of the server's, which may quote an address
 */
public record SendFault(End end, String reason) {

	private static final Pattern ENHANCED = Pattern.compile("^\\d{3}[ -]([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

	/**
	 * What becomes of a mail that was not sent without a fault.
	 */
	public enum End {

		/** The server certainly has not taken it; it is tried again. */
		RETRY,
		/** The server will never take it. */
		REFUSED,
		/** The server may have taken it. */
		UNCERTAIN

	}

	/**
	 * Judges a fault.
	 * @param handing whether the server was being given the mail itself, which begins
	 * once it has accepted the sender and the recipient
	 */
	public static SendFault of(Throwable fault, boolean handing) {
		int code = 0;
		String answer = null;
		for (Throwable cause = fault; cause != null; cause = next(cause)) {
			if (cause instanceof AuthenticationFailedException) {
				return new SendFault(End.RETRY, "the server refused the login");
			}
			if (cause instanceof AddressException) {
				return new SendFault(End.REFUSED, "an address is not well-formed");
			}
			if (code(cause) >= 400) {
				code = code(cause);
				answer = cause.getMessage();
			}
		}
		if (code >= 400) {
			return new SendFault((code >= 500) ? End.REFUSED : End.RETRY, words(code, answer));
		}
		return handing ? new SendFault(End.UNCERTAIN, "the connection broke off while the mail was handed over")
				: new SendFault(End.RETRY, "%s before the mail was handed over".formatted(kind(fault)));
	}

	private static int code(Throwable fault) {
		if (fault instanceof SMTPSendFailedException send) {
			return send.getReturnCode();
		}
		if (fault instanceof SMTPAddressFailedException address) {
			return address.getReturnCode();
		}
		return (fault instanceof SMTPSenderFailedException sender) ? sender.getReturnCode() : 0;
	}

	/** Mail exceptions have a chain of their own beside the causes. */
	private static Throwable next(Throwable fault) {
		return (fault instanceof MessagingException mail && mail.getNextException() != null) ? mail.getNextException()
				: fault.getCause();
	}

	private static String words(int code, String answer) {
		Matcher enhanced = ENHANCED.matcher(String.valueOf(answer));
		return "the server answered %d%s".formatted(code, enhanced.find() ? " " + enhanced.group(1) : "");
	}

	private static String kind(Throwable fault) {
		for (Throwable cause = fault; cause != null; cause = next(cause)) {
			if (cause instanceof IOException) {
				return "no connection (%s)".formatted(cause.getClass().getSimpleName());
			}
		}
		return "a fault (%s)".formatted(fault.getClass().getSimpleName());
	}

}
