package org.dsrhub.endtoend;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What an SMTP server says, which may be changed while it runs: the first word of a
 * command to its answer, {@code .} for the end of a mail, {@code off} to break off.
 */
final class SmtpScript implements UnaryOperator<String> {

	private final Map<String, UnaryOperator<String>> answers = new ConcurrentHashMap<>();

	private volatile boolean data;

	SmtpScript() {
		on("", "220 scripted ready").on("EHLO", "250-scripted\r\n250 AUTH PLAIN LOGIN XOAUTH2")
			.on("AUTH", "235 2.7.0 welcome")
			.on("MAIL", "250 2.1.0 ok")
			.on("RCPT", "250 2.1.5 ok")
			.on("DATA", "354 go on")
			.on(".", "250 2.0.0 taken")
			.on("QUIT", "221 bye")
			.on("RSET", "250 ok");
	}

	SmtpScript on(String command, String answer) {
		return on(command, (line) -> answer);
	}

	SmtpScript on(String command, UnaryOperator<String> answer) {
		this.answers.put(command, answer);
		return this;
	}

	@Override
	public String apply(String line) {
		if (this.data && !line.equals(".")) {
			return "";
		}
		String command = line.split(" ")[0];
		String answer = this.answers.getOrDefault(command, (unknown) -> "500 what?").apply(line);
		this.data = command.equals("DATA") && answer.startsWith("354");
		return answer.equals("off") ? null : answer;
	}

}
